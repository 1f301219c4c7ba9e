"""The `Idempotency-Key` header, over a real verb."""

import pytest

from core.events.models import DomainEvent
from core.idempotency import IdempotencyKey
from tests.factories import make_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(giver):
    return make_listing(by=giver)


def patch(caller, listing, title, key):
    headers = {"Idempotency-Key": key}
    return caller.patch(f"/api/v1/listings/{listing.pk}", {"title": title}, headers=headers)


def error(response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def test_a_repeat_is_answered_as_the_row_is_now(api, giver, listing):
    caller = api(giver)
    assert patch(caller, listing, "First", "one").json()["data"]["title"] == "First"
    patch(caller, listing, "Second", "two")
    events = DomainEvent.objects.count()
    again = patch(caller, listing, "First", "one")
    assert (again.status_code, again.json()["data"]["title"]) == (200, "Second")
    assert DomainEvent.objects.count() == events


def test_another_body_or_address_under_the_key_is_422(api, giver, listing):
    caller = api(giver)
    patch(caller, listing, "First", "one")
    reused = (422, "IDEMPOTENCY_KEY_REUSED")
    assert error(patch(caller, listing, "Second", "one")) == reused
    assert error(patch(caller, make_listing(by=giver), "First", "one")) == reused
    withdraw = f"/api/v1/listings/{listing.pk}/withdraw"
    assert error(caller.post(withdraw, headers={"Idempotency-Key": "one"})) == reused


def test_a_refused_write_keeps_no_key(api, giver, listing):
    caller = api(giver)
    assert error(patch(caller, listing, "x" * 5000, "one")) == (400, "VALIDATION_ERROR")
    assert patch(caller, listing, "First", "one").status_code == 200


def test_a_strangers_key_opens_nothing(api, giver, stranger, listing):
    patch(api(giver), listing, "First", "one")
    assert error(patch(api(stranger), listing, "First", "one")) == (403, "PERMISSION_DENIED")
    assert not IdempotencyKey.objects.filter(actor=stranger.pseudonym).exists()


def test_a_repeat_by_who_may_no_longer_is_refused(api, giver, listing):
    caller = api(giver)
    patch(caller, listing, "First", "one")
    giver.is_active = False
    giver.save()
    assert error(patch(caller, listing, "First", "one")) == (401, "NOT_AUTHENTICATED")


@pytest.mark.parametrize("key", ["x" * 256, "a\0b", "ü", "a\tb"])
def test_a_key_is_printable_and_not_too_long(api, giver, listing, key):
    response = patch(api(giver), listing, "First", key)
    assert error(response) == (400, "VALIDATION_ERROR")
    assert list(response.json()["error"]["details"]) == ["Idempotency-Key"]


def test_a_key_of_255_will_do(api, giver, listing):
    assert patch(api(giver), listing, "First", "x" * 255).status_code == 200
    assert patch(api(giver), listing, "Second", "").status_code == 200


def test_bodies_that_only_json_can_hold_are_told_apart(api, giver, listing):
    caller = api(giver)

    def send(raw):
        return caller.patch(
            f"/api/v1/listings/{listing.pk}",
            raw,
            content_type="application/json",
            headers={"Idempotency-Key": "one"},
        )

    assert send(b'{"unknown": "\\ud800", "n": 1e40}').status_code == 200
    assert send(b'{"unknown": "\\ud800", "n": 1e40}').status_code == 200
    assert error(send(b'{"unknown": "\\ud801", "n": 1e40}')) == (422, "IDEMPOTENCY_KEY_REUSED")

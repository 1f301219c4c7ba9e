"""`POST batch`: many writes in one call, each as if it were sent by itself."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from accounts.scopes import Scope
from core import clock
from core.api.buckets import Bucket, Plan
from core.events.models import DomainEvent
from listings.models import Listing
from tests.accounts.programs import caller as program_caller
from tests.accounts.programs import make_program, token_of
from tests.factories import make_commitment, make_listing

Api = Callable[..., APIClient]
BATCH = "/api/v1/batch"
LISTINGS = "/api/v1/listings"
NOBODYS = "00000000-0000-4000-8000-000000000000"
pytestmark = pytest.mark.django_db


def new_listing(**values: Any) -> dict[str, Any]:
    """A write that creates one."""
    end = (clock.now() + timedelta(days=1)).isoformat()
    said = {"food": "tomato", "quantity": "2", "unit": "kg", "available_until": end}
    body = {"id": str(uuid4()), **said, "available_from": clock.now().isoformat(), **values}
    return write(LISTINGS, body)


def write(path: str, body: Any = None, method: str = "POST", **headers: str) -> dict[str, Any]:
    return {
        "id": uuid4().hex[:8],
        "method": method,
        "path": path,
        "body": body or {},
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
    }


def send(caller: APIClient, *writes: dict[str, Any], **more: Any) -> Any:
    return caller.post(BATCH, {"writes": list(writes), **more})


def results(answer: Any) -> list[tuple[str, int]]:
    assert answer.status_code == 200, answer.json()
    return [(one["id"], one["status"]) for one in answer.json()["data"]["results"]]


def codes(answer: Any) -> list[str]:
    return [one.get("error", {}).get("code", "") for one in answer.json()["data"]["results"]]


def test_each_write_has_its_own_outcome_in_order(api: Api, giver: User) -> None:
    good, bad, better = new_listing(), new_listing(quantity="-1"), new_listing(title="Ripe")
    change = write(f"{LISTINGS}/{good['body']['id']}", {"title": "Red"}, "PATCH")

    answer = send(api(giver), good, bad, better, change)

    ids = [one["id"] for one in (good, bad, better, change)]
    assert results(answer) == list(zip(ids, [201, 400, 201, 200], strict=True))
    first, second, _third, fourth = answer.json()["data"]["results"]
    assert (first["etag"], fourth["etag"], fourth["data"]["title"]) == ('"1"', '"2"', "Red")
    assert list(second["error"]["details"]) == ["quantity"]
    assert "data" not in second
    single = api(giver).get(f"{LISTINGS}/{good['body']['id']}").json()["data"]
    assert fourth["data"] == single
    assert Listing.objects.count() == 2


@pytest.mark.parametrize("odd", ["1" + "0" * 30, '"\\ud800"', "1e999"])
def test_what_cannot_be_told_in_json_is_refused_as_it_would_be_alone(
    api: Api, giver: User, odd: str
) -> None:
    good, bad = new_listing(), new_listing(title="ODD", quantity="ODD")
    text = json.dumps({"writes": [good, bad]}).replace('"ODD"', odd)
    alone = json.dumps(bad["body"]).replace('"ODD"', odd)
    caller = api(giver)

    answer = caller.post(BATCH, text, content_type="application/json")

    assert [status for _id, status in results(answer)] == [201, 400]
    single = caller.post(LISTINGS, alone, content_type="application/json")
    assert single.status_code == 400


def test_a_batch_sent_again_does_nothing_twice(api: Api, giver: User) -> None:
    listing = make_listing(by=giver)
    writes = [new_listing(), write(f"{LISTINGS}/{listing.pk}", {"title": "Red"}, "PATCH")]
    caller = api(giver)

    def sent() -> Any:
        headers = {"Idempotency-Key": "once"}
        return caller.post(BATCH, {"writes": writes}, headers=headers)

    first = sent()
    events = DomainEvent.objects.count()
    again = sent()

    assert [status for _id, status in results(first)] == [201, 200]
    assert [status for _id, status in results(again)] == [200, 200]
    shown = [[one["data"] for one in a.json()["data"]["results"]] for a in (first, again)]
    assert shown[0] == shown[1]
    assert DomainEvent.objects.count() == events
    writes[1]["body"] = {"title": "Green"}
    assert codes(sent()) == ["", "IDEMPOTENCY_KEY_REUSED"]


def test_all_or_none(api: Api, giver: User) -> None:
    good, bad, never = new_listing(), new_listing(quantity="-1"), new_listing()

    answer = send(api(giver), good, bad, never, atomic=True)

    assert [status for _id, status in results(answer)] == [424, 400, 424]
    assert codes(answer) == ["NOT_DONE", "VALIDATION_ERROR", "NOT_DONE"]
    said = answer.json()["data"]
    assert said["undone"] is True
    assert said["results"][0]["error"]["details"] == {"refused": bad["id"]}
    assert not Listing.objects.exists()
    done = send(api(giver), good, never, atomic=True)
    assert [status for _id, status in results(done)] == [201, 201]
    assert done.json()["data"]["undone"] is False


def test_what_is_undone_keeps_no_key(api: Api, giver: User) -> None:
    listing = make_listing(by=giver)
    change = write(f"{LISTINGS}/{listing.pk}", {"title": "Red"}, "PATCH", Idempotency_Key="one")
    send(api(giver), change, new_listing(quantity="-1"), atomic=True)
    assert Listing.objects.get().title == ""
    send(api(giver), change)
    assert Listing.objects.get().title == "Red"


def test_versions_are_looked_at_write_by_write(api: Api, giver: User) -> None:
    path = f"{LISTINGS}/{make_listing(by=giver).pk}"
    edits = [write(path, {"title": str(n)}, "PATCH", If_Match='"1"') for n in range(2)]
    answer = send(api(giver), *edits)
    assert [status for _id, status in results(answer)] == [200, 412]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/auth/login", 403),
        ("/api/v1/auth/logout", 403),
        ("/api/v1/batch", 403),
        (f"{LISTINGS}/{NOBODYS}/photos", 403),
        ("/api/v1/me/sessions", 403),
        ("/api/v1/webhooks", 403),
        (f"/api/v1/webhooks/{NOBODYS}/rotate", 403),
        (f"/api/v1/organizations/{NOBODYS}/clients/{NOBODYS}/rotate", 403),
        (f"/api/v1/organizations/{NOBODYS}/clients", 404),
        ("/api/v1/me", 403),
        ("/api/v1/nothing", 404),
        ("/api/v1/foods", 405),
        ("/listings/new/", 404),
        ("/admin/login/", 404),
        ("//example.org/api/v1/listings", 404),
        ("https://example.org/api/v1/listings", 404),
        ("/api/v1/listings?x=1", 404),
        ("/api/v1/../admin/", 404),
    ],
)
def test_only_writes_of_the_api_take_part(api: Api, giver: User, path: str, status: int) -> None:
    method = "DELETE" if path.startswith("/api/v1/me") else "POST"
    assert results(send(api(giver), write(path, method=method)))[0][1] == status


def test_a_hand_over_by_code_cannot_be_tried_and_taken_back(
    api: Api, giver: User, taker: User
) -> None:
    """Wrong codes are counted; in all or nothing they would be forgotten."""
    commitment = make_commitment(by=taker, listing=make_listing(by=giver))
    guess = write(f"/api/v1/commitments/{commitment.pk}/hand-over", {"code": "AAAAAA"})
    assert results(send(api(giver), guess, atomic=True))[0][1] == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"writes": []},
        {"writes": [{"id": "a", "method": "GET", "path": LISTINGS}]},
        {"writes": [{"id": "a", "method": "POST"}]},
        {"writes": [write(LISTINGS) | {"id": "a"}] * 2},
        {"writes": [write(LISTINGS) | {"body": [1]}]},
        {"writes": [write(LISTINGS)], "atomic": "perhaps"},
    ],
)
def test_a_batch_that_makes_no_sense_is_refused_whole(
    api: Api, giver: User, body: dict[str, Any]
) -> None:
    assert api(giver).post(BATCH, body).status_code == 400


def test_five_hundred_and_not_one_more(api: Api, giver: User) -> None:
    writes = [write("/api/v1/nothing") | {"id": str(n)} for n in range(501)]
    assert api(giver).post(BATCH, {"writes": writes}).status_code == 400
    assert len(results(api(giver).post(BATCH, {"writes": writes[:500]}))) == 500


def test_each_write_takes_its_own_scope(api: Api) -> None:
    program = make_program(scopes=[Scope.LISTINGS_WRITE, Scope.REQUESTS_WRITE])
    caller = program_caller(token_of(program, Scope.LISTINGS_WRITE))
    needed = new_listing()
    needed["path"] = "/api/v1/requests"

    answer = send(caller, new_listing(), needed, write("/api/v1/me", {}, "PATCH"))

    assert [status for _id, status in results(answer)] == [201, 403, 403]
    first, second, third = answer.json()["data"]["results"]
    assert first["data"]["owner"]["id"] == str(program.organization_id)
    assert second["error"]["code"] == third["error"]["code"] == "SCOPE_MISSING"
    assert second["error"]["details"] == {"scope": "requests:write"}


def test_nobody_sends_none(api: Api) -> None:
    assert send(api(), new_listing()).status_code == 401


def test_a_write_that_breaks_on_our_side_leaves_the_others_alone(
    api: Api, giver: User, settings: Settings
) -> None:
    settings.NEWCOMER_DAYS = None  # a mistake in the settings, met only where one posts
    answer = send(api(giver), new_listing(), write("/api/v1/nothing"))
    assert [status for _id, status in results(answer)] == [500, 404]


def test_each_write_is_a_call_of_the_day_and_the_batch_one_of_the_moment(
    api: Api, giver: User, settings: Settings
) -> None:
    settings.API_THROTTLE = True
    settings.API_PLAN_PERSON = Plan(per_second=1e-6, burst=2, per_day=5)
    answer = send(api(giver), *(new_listing() for _ in range(3)))
    assert answer["RateLimit"].startswith('"burst";r=1;t=')
    assert Bucket.objects.get().used == 3

    refused = send(api(giver), *(new_listing() for _ in range(3)))

    assert refused.status_code == 429
    assert Listing.objects.count() == 3


def test_the_correlation_id_of_the_batch_is_that_of_its_events(api: Api, giver: User) -> None:
    api(giver).post(BATCH, {"writes": [new_listing()]}, headers={"X-Correlation-Id": "batch-1"})
    event = DomainEvent.objects.get(type="listing.created")
    assert event.correlation_id == "batch-1"


def test_words_are_in_the_callers_language(api: Api, giver: User) -> None:
    giver.language = "fr"
    giver.save()
    answer = send(api(giver), new_listing(quantity="-1"))
    english = send(api(), new_listing())
    message = answer.json()["data"]["results"][0]["error"]["message"]
    assert message != english.json()["error"]["message"]
    assert "Please" not in message

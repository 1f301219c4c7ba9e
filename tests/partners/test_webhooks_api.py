"""Webhooks over the API: an organization's own, by those who act for it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts import services as accounts
from accounts.models import Organization, User
from core.events.drain import drain
from partners.models import Webhook, WebhookDelivery
from partners.webhooks import services
from partners.webhooks.sending import send_due
from tests.factories import make_listing, make_organization
from tests.partners.hooks import LONG_AGO, make_webhook, planned, time_passes
from tests.partners.receiver import Receiver, answers, verifies

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
URL = "https://192.0.9.1/hook"
TYPES = ["listing.created", "listing.updated"]
ALL = "/api/v1/webhooks"


@pytest.fixture
def pantry(giver: User) -> Organization:
    return make_organization(by=giver)


def body(**values: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "url": URL, "event_types": TYPES, **values}


def test_a_secret_is_shown_once(api: Api, giver: User, pantry: Organization) -> None:
    said = body(cell="u05k")
    made = api(giver).post(ALL, said)
    again = api(giver).post(ALL, said)
    read = api(giver).get(f"{ALL}/{said['id']}")

    assert (made.status_code, again.status_code, read.status_code) == (201, 200, 200)
    data = made.json()["data"]
    assert data["secret"].startswith("whsec_")
    assert again.json()["data"] == {**data, "secret": None}
    assert "secret" not in read.json()["data"]
    shown = {name: data[name] for name in ("url", "event_types", "cell", "state", "organization")}
    assert shown == {
        "url": URL,
        "event_types": TYPES,
        "cell": "u05k",
        "state": "active",
        "organization": str(pantry.pk),
    }
    stored = Webhook.objects.get()
    assert stored.secret.startswith("f1:")
    assert data["secret"] not in stored.secret
    assert api(giver).post(ALL, {**said, "cell": ""}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "http://192.0.9.1/"}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "https://localhost/"}, "url"),
        ({"url": "https://a:b@192.0.9.1/"}, "url"),
        ({"url": "https://192.0.9.1:25/"}, "url"),
        ({"event_types": []}, "event_types"),
        ({"event_types": ["user.created"]}, "event_types"),
        ({"event_types": ["notification.requested"]}, "event_types"),
        ({"cell": "u05"}, "cell"),
        ({"cell": "u05kqfa"}, "cell"),
        ({"cell": "a1io"}, "cell"),
    ],
)
def test_what_breaks_a_rule(
    api: Api, giver: User, pantry: Organization, wrong: dict[str, Any], field: str
) -> None:
    answer = api(giver).post(ALL, body(**wrong))
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == [field]
    assert not Webhook.objects.exists()


def test_whose_it_is_is_said_or_clear(
    api: Api, giver: User, taker: User, pantry: Organization
) -> None:
    theirs = make_organization(by=taker)
    assert api(giver).post(ALL, body()).json()["data"]["organization"] == str(pantry.pk)
    other = api(giver).post(ALL, body(organization=str(theirs.pk)))
    assert (other.status_code, other.json()["error"]["code"]) == (403, "PERMISSION_DENIED")
    make_organization(by=giver)
    several = api(giver).post(ALL, body())
    assert list(several.json()["error"]["details"]) == ["organization"]
    named = api(giver).post(ALL, body(organization=str(pantry.pk)))
    assert named.status_code == 201


def test_strangers_and_mere_members_find_nothing(
    api: Api, giver: User, taker: User, pantry: Organization
) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    accounts.add_member(organization=pantry, by=giver, email=taker.email, role="member")
    one = f"{ALL}/{webhook.pk}"

    assert api(taker).get(ALL).json()["data"]["items"] == []
    assert api(taker).get(one).status_code == 404
    assert api(taker).delete(one).status_code == 404
    assert api(taker).post(f"{one}/rotate").status_code == 404
    assert api().get(ALL).status_code == 401
    assert Webhook.objects.exists()


def test_no_more_than_there_is_room_for(
    api: Api, giver: User, pantry: Organization, settings: Settings
) -> None:
    settings.WEBHOOKS_AN_ORGANIZATION = 2
    said = [body() for _ in range(3)]
    statuses = [api(giver).post(ALL, each).status_code for each in said]
    assert statuses == [201, 201, 400]
    assert api(giver).post(ALL, said[0]).status_code == 200


def test_changes_are_checked_as_a_new_one_is(api: Api, giver: User, pantry: Organization) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    one = f"{ALL}/{webhook.pk}"

    assert api(giver).patch(one, {"url": "https://127.0.0.1/"}).status_code == 400
    changed = api(giver).patch(one, {"cell": "u05kq"}).json()["data"]
    assert (changed["cell"], changed["url"], changed["version"]) == ("u05kq", URL, 2)
    same = api(giver).patch(one, {"cell": "u05kq"}).json()["data"]
    assert same["version"] == 2
    assert api(giver).delete(one).status_code == 204
    assert api(giver).delete(one).status_code == 404


@pytest.mark.parametrize(
    ("method", "what"),
    [
        *(("patch", ""), ("delete", ""), ("post", "/rotate"), ("post", "/enable")),
        *(("post", "/disable"), ("post", "/test")),
    ],
)
def test_nobodys_update_is_lost(
    api: Api, giver: User, pantry: Organization, method: str, what: str
) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    caller, one = api(giver), f"{ALL}/{webhook.pk}"
    write = getattr(caller, method)
    seen = caller.get(one)["ETag"]
    written = caller.patch(one, {"cell": "u05kq"})["ETag"]

    late = write(one + what, {"cell": "u05k"}, headers={"If-Match": seen})
    assert late.status_code == 412
    assert late.json()["error"]["details"] == {"version": 2, "etag": written}
    answer = write(one + what, {"cell": "u05k"}, headers={"If-Match": written})
    assert answer.status_code < 300
    if method != "delete" and what != "/test":
        assert answer["ETag"] == caller.get(one)["ETag"]


def test_a_new_one_has_its_tag(api: Api, giver: User, pantry: Organization) -> None:
    said = body()
    made, again = api(giver).post(ALL, said), api(giver).post(ALL, said)
    assert made["ETag"] == again["ETag"] == '"1"'


def test_a_repeated_delete_is_answered_as_the_first(
    api: Api, giver: User, pantry: Organization
) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    one, key = f"{ALL}/{webhook.pk}", {"Idempotency-Key": "once"}
    assert [api(giver).delete(one, headers=key).status_code for _ in range(2)] == [204, 204]
    assert api(giver).delete(one).status_code == 404


def test_after_a_rotation_both_sign_for_a_day_and_then_only_the_new_one(
    api: Api, giver: User, pantry: Organization, settings: Settings
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as receiver:
        webhook, first = make_webhook(pantry, receiver.url)
        one = f"{ALL}/{webhook.pk}"
        key = {"Idempotency-Key": "rotate-once"}
        rotated = api(giver).post(f"{one}/rotate", headers=key).json()["data"]
        repeated = api(giver).post(f"{one}/rotate", headers=key).json()["data"]
        second = rotated["secret"]
        assert repeated == {**rotated, "secret": None}

        def next_call() -> Any:
            make_listing(by=giver)
            drain("webhooks")
            send_due()
            return receiver.calls[-1]

        both = next_call()
        assert both.headers["webhook-signature"].count("v1,") == 2
        assert verifies(both, first)
        assert verifies(both, second)
        Webhook.objects.update(old_secret_until=LONG_AGO)
        only = next_call()
        assert (verifies(only, first), verifies(only, second)) == (False, True)
        third = api(giver).post(f"{one}/rotate").json()["data"]["secret"]
        last = next_call()
        known = [verifies(last, each) for each in (first, second, third)]
        assert known == [False, True, True]


def test_it_can_be_tried_out_and_told_again(
    api: Api, giver: User, pantry: Organization, settings: Settings
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver(answers(200), answers(500)) as receiver:
        webhook, secret = make_webhook(pantry, receiver.url)
        one = f"{ALL}/{webhook.pk}"
        tried = api(giver).post(f"{one}/test")
        assert (tried.status_code, tried.json()["data"]["type"]) == (202, "webhook.ping")
        assert api(giver).post(f"{one}/test").json()["data"]["id"] == tried.json()["data"]["id"]
        send_due()
        make_listing(by=giver)
        planned(webhook)
        send_due()

        failed, ping = api(giver).get(f"{one}/deliveries").json()["data"]["items"]
        assert (ping["state"], ping["last_status"], ping["event"]) == ("sent", 200, None)
        assert (failed["state"], failed["last_status"], failed["attempts"]) == ("planned", 500, 1)
        again = api(giver).post(f"{one}/deliveries/{ping['id']}/redeliver")
        assert (again.status_code, again.json()["data"]["state"]) == (202, "planned")
        time_passes()
        send_due()
        assert [call.id for call in receiver.calls].count(ping["id"]) == 2
        assert all(verifies(call, secret) for call in receiver.calls)
        sent = api(giver).get(f"{one}/deliveries?state=sent").json()["data"]["items"]
        assert {each["id"] for each in sent} == {ping["id"], failed["id"]}


def test_off_it_is_neither_tried_nor_told(api: Api, giver: User, pantry: Organization) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    one = f"{ALL}/{webhook.pk}"
    ping = api(giver).post(f"{one}/test").json()["data"]["id"]

    off = api(giver).post(f"{one}/disable").json()["data"]
    assert (off["state"], off["disabled_because"]) == ("disabled", "by_hand")
    assert api(giver).post(f"{one}/test").status_code == 409
    assert api(giver).post(f"{one}/deliveries/{ping}/redeliver").status_code == 409
    on = api(giver).post(f"{one}/enable").json()["data"]
    assert (on["state"], on["disabled_because"]) == ("active", None)
    assert api(giver).post(f"{one}/deliveries/{ping}/redeliver").status_code == 202


def planned_while_off(webhook: Webhook, giver: User) -> WebhookDelivery:
    """As by a consumer that looked for those that are on just before."""
    services.disable(webhook=webhook, by=giver)
    return WebhookDelivery.objects.create(webhook=webhook)


def test_what_was_planned_while_it_was_off_does_not_go_out(
    giver: User, pantry: Organization
) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    delivery = planned_while_off(webhook, giver)
    services.enable(webhook=webhook, by=giver)
    delivery.refresh_from_db()
    assert delivery.state == "skipped"
    waiting = services.ping(webhook=webhook, by=giver)
    services.enable(webhook=webhook, by=giver)
    waiting.refresh_from_db()
    assert waiting.state == "planned"


def test_after_thirty_days_only_what_still_waits_is_kept(giver: User, pantry: Organization) -> None:
    on, off, ended = (make_webhook(pantry, URL)[0] for _ in range(3))
    waiting = services.ping(webhook=on, by=giver)
    planned_while_off(off, giver)
    services.ping(webhook=ended, by=giver)
    services.disable(webhook=ended, by=giver)
    assert services.forget_old() == 0
    WebhookDelivery.objects.update(created_at=LONG_AGO)
    assert services.forget_old() == 2
    assert WebhookDelivery.objects.get() == waiting


def test_what_is_old_is_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "partners_webhookdelivery")
    leading = {one["columns"][0] for one in found.values() if one["index"] and one["columns"]}
    assert "created_at" in leading


def test_lists_are_paged_at_a_constant_number_of_queries(
    api: Api, giver: User, pantry: Organization
) -> None:
    webhook, _secret = make_webhook(pantry, URL)
    caller = api(giver)
    counts: dict[str, list[int]] = {ALL: [], f"{ALL}/{webhook.pk}/deliveries": []}
    for number in (1, 3):
        for _ in range(number):
            make_webhook(pantry, URL)
            make_listing(by=giver)
        planned(webhook)
        for path, found in counts.items():
            with CaptureQueriesContext(connection) as asked:
                caller.get(path)
            found.append(len(asked))
    assert all(one == three for one, three in counts.values())
    seen: list[str] = []
    following: str | None = ""
    while following is not None:
        page = caller.get(f"{ALL}/{webhook.pk}/deliveries?limit=3&cursor={following}").json()
        seen += [each["id"] for each in page["data"]["items"]]
        following = page["meta"].get("next")
    assert len(seen) == len(set(seen)) == 4

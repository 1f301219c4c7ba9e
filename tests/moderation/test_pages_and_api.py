"""Reporting, blocking and objecting as people and programs do it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import Block, User
from moderation.models import Objection, Report
from tests.factories import make_commitment, make_listing, make_request, make_user
from tests.moderation.people import decide, make_moderator, report, talk

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]


@pytest.fixture
def reader(taker: User) -> Client:
    client = Client()
    client.force_login(taker)
    return client


@pytest.mark.parametrize("kind", ["listing", "request"])
def test_the_way_from_a_post_to_reporting_it(reader: Client, giver: User, kind: str) -> None:
    post = make_listing(by=giver) if kind == "listing" else make_request(by=giver)
    address = f"/reports/new/{kind}/{post.pk}/"
    assert address in reader.get(post.get_absolute_url()).content.decode()
    assert address not in Client().get(post.get_absolute_url()).content.decode()
    owner = Client()
    owner.force_login(giver)
    assert address not in owner.get(post.get_absolute_url()).content.decode()


def test_the_way_from_an_exchange_to_the_other_person(
    reader: Client, giver: User, taker: User
) -> None:
    exchange = make_commitment(by=taker, listing=make_listing(by=giver))
    html = reader.get(f"/exchanges/{exchange.pk}/").content.decode()
    for verb, leads_to in (
        ("report", f"/reports/new/person/{giver.pk}/"),
        ("block", f"/settings/blocks/{giver.pk}/"),
    ):
        address = f"/reports/with/{exchange.pk}/{verb}/"
        assert address in html
        assert reader.get(address)["Location"] == leads_to


def test_the_way_from_a_message_to_reporting_it(reader: Client, giver: User, taker: User) -> None:
    message = talk(giver, taker)
    html = reader.get(f"/conversations/{message.conversation_id}/").content.decode()
    assert f"/reports/new/message/{message.pk}/" in html
    response = reader.get(f"/reports/with/{message.conversation_id}/block/")
    assert response["Location"] == f"/settings/blocks/{giver.pk}/"


def test_a_report_sent_twice_is_one(reader: Client, giver: User) -> None:
    address = f"/reports/new/listing/{make_listing(by=giver).pk}/"
    sent = {"id": str(uuid4()), "reason": "unsafe_food", "note": "It moves."}
    for _ in range(2):
        response = reader.post(address, sent)
        assert (response.status_code, response["Location"]) == (302, f"/reports/{sent['id']}/")
    assert Report.objects.get().note == "It moves."


def test_what_was_typed_stays_when_the_reason_is_missing(reader: Client, giver: User) -> None:
    address = f"/reports/new/listing/{make_listing(by=giver).pk}/"
    response = reader.post(address, {"id": str(uuid4()), "note": "It moves."})
    assert response.status_code == 422
    assert "It moves." in response.content.decode()


def test_objecting_on_the_page(giver: User, taker: User) -> None:
    decision = decide(report(taker, make_listing(by=giver)), make_moderator(), "warn")
    client = Client()
    client.force_login(giver)
    assert client.post(decision.get_absolute_url(), {"text": " "}).status_code == 422
    response = client.post(decision.get_absolute_url(), {"text": "I did not."}, follow=True)
    html = response.content.decode()
    assert "I did not." in html
    assert "You can object once" not in html
    assert Objection.objects.get().person == giver


def test_blocking_and_unblocking_on_the_page(reader: Client, giver: User, taker: User) -> None:
    make_commitment(by=taker, listing=make_listing(by=giver))
    address = f"/settings/blocks/{giver.pk}/"
    assert "Block Gina Giver?" in reader.get(address).content.decode()
    for _ in range(2):
        reader.post(address)
    assert list(Block.objects.values_list("blocker", "blocked")) == [(taker.pk, giver.pk)]
    assert "Gina Giver" in reader.get("/settings/blocks/").content.decode()
    for _ in range(2):
        reader.post(f"{address}remove/")
    assert Block.objects.count() == 0


def test_the_api_of_reports(api: Api, giver: User, taker: User) -> None:
    listing, caller = make_listing(by=giver), api(taker)
    sent = {
        "id": str(uuid4()),
        "subject_type": "listing",
        "subject": str(listing.pk),
        "reason": "not_food",
        "note": "A bicycle.",
    }
    first = caller.post("/api/v1/reports", sent)
    again = caller.post("/api/v1/reports", sent)
    assert (first.status_code, again.status_code) == (201, 200)
    told = first.json()["data"]
    assert again.json()["data"] == told
    assert {name: told[name] for name in sent} == sent
    assert (told["outcome"], told["decided_at"]) == ("open", None)
    other = caller.post("/api/v1/reports", {**sent, "reason": "spam"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "CONFLICT")
    wrong = caller.post("/api/v1/reports", {**sent, "id": str(uuid4()), "reason": "no_show"})
    assert (wrong.status_code, list(wrong.json()["error"]["details"])) == (400, ["reason"])
    assert caller.get("/api/v1/reports").json()["data"]["items"] == [told]
    assert caller.get(f"/api/v1/reports/{sent['id']}").json()["data"] == told


def test_the_api_of_decisions(api: Api, giver: User, taker: User) -> None:
    decision = decide(report(taker, make_listing(by=giver)), make_moderator(), "hide")
    caller = api(giver)
    [told] = caller.get("/api/v1/decisions").json()["data"]["items"]
    assert (told["action"], told["in_force"], told["can_object"]) == ("hide", True, True)
    address = f"/api/v1/decisions/{decision.pk}/objection"
    assert caller.post(address, {"text": ""}).status_code == 400
    objected = caller.post(address, {"text": "It is food."}).json()["data"]
    assert (objected["can_object"], objected["objection"]["text"]) == (False, "It is food.")
    assert caller.post(address, {"text": "It is food."}).json()["data"] == objected
    assert caller.post(address, {"text": "Really."}).status_code == 409


def test_the_api_of_blocks(api: Api, giver: User, taker: User) -> None:
    make_commitment(by=taker, listing=make_listing(by=giver))
    caller, sent = api(taker), {"person": str(giver.pk)}
    first = caller.post("/api/v1/me/blocks", sent)
    again = caller.post("/api/v1/me/blocks", sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert caller.get("/api/v1/me/blocks").json()["data"]["items"] == [first.json()["data"]]
    assert first.json()["data"]["name"] == "Gina Giver"
    for _ in range(2):
        assert caller.delete(f"/api/v1/me/blocks/{giver.pk}").status_code == 204
    assert Block.objects.count() == 0
    assert caller.post("/api/v1/me/blocks", {"person": str(taker.pk)}).status_code == 404


@pytest.mark.parametrize("address", ["/reports/", "/reports/?tab=decisions", "/settings/blocks/"])
def test_queries_are_as_many_whatever_is_listed(giver: User, taker: User, address: str) -> None:
    client, moderator = Client(), make_moderator()
    client.force_login(taker)

    def add() -> None:
        report(taker, make_listing(by=giver))
        decide(report(giver, make_listing(by=taker)), moderator, "warn")
        Block.objects.create(blocker=taker, blocked=make_user())

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    add()
    client.get(address)
    one = queries()
    add()
    add()
    assert queries() == one


def test_pages_follow_each_other(reader: Client, giver: User, taker: User) -> None:
    for _ in range(20):
        report(taker, make_listing(by=giver))
    assert "Older ones" not in reader.get("/reports/").content.decode()
    assert reader.get("/reports/?cursor=x").status_code == 200

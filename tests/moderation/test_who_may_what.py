"""The stranger, the blocked, the suspended and the anonymous, against every page and endpoint of
reports, decisions, blocks and the feed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Block, User
from accounts.services.suspending import suspend
from commitments.models import Commitment
from core import clock
from core.geo import cells
from listings.models import Listing
from moderation.models import Decision, Objection, Report
from tests.factories import LYON, make_commitment, make_listing, make_organization, make_request
from tests.moderation.people import decide, make_moderator, report, talk

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
CELL = cells.encode(*LYON, 6)


def page(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def listing(giver: User) -> Listing:
    return make_listing(by=giver)


@pytest.fixture
def exchange(taker: User, listing: Listing) -> Commitment:
    return make_commitment(by=taker, listing=listing)


@pytest.fixture
def decision(giver: User, taker: User, listing: Listing) -> Decision:
    return decide(report(taker, listing), make_moderator(), "warn")


def body(subject_type: str, subject: Any, **values: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "subject_type": subject_type,
        "subject": str(subject),
        "reason": "spam",
        **values,
    }


def test_the_anonymous_sign_in_first(exchange: Commitment, decision: Decision, api: Api) -> None:
    made = decision.reports.get()
    pages = [
        "/reports/",
        f"/reports/{made.pk}/",
        f"/reports/new/listing/{made.subject_id}/",
        f"/reports/decisions/{decision.pk}/",
        f"/reports/with/{exchange.pk}/report/",
        f"/reports/with/{exchange.pk}/block/",
        "/settings/blocks/",
        f"/settings/blocks/{exchange.giver_id}/",
    ]
    for address in pages:
        response = page(None).get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (
            302,
            "/accounts/login/",
        ), address
    reads = ["reports", f"reports/{made.pk}", "decisions", f"decisions/{decision.pk}", "me/blocks"]
    for address in reads:
        assert api().get(f"/api/v1/{address}").status_code == 401, address
    writes = ["reports", f"decisions/{decision.pk}/objection", "me/blocks"]
    for address in writes:
        assert api().post(f"/api/v1/{address}", {}).status_code == 401, address
    assert api().delete(f"/api/v1/me/blocks/{uuid4()}").status_code == 401


def test_a_stranger_finds_nothing_of_others(
    stranger: User, exchange: Commitment, decision: Decision, api: Api
) -> None:
    made = decision.reports.get()
    for address in (
        f"/reports/{made.pk}/",
        f"/reports/decisions/{decision.pk}/",
        f"/reports/with/{exchange.pk}/report/",
        f"/reports/with/{exchange.pk}/block/",
        f"/reports/new/person/{exchange.giver_id}/",
        f"/reports/new/moon/{exchange.giver_id}/",
        f"/settings/blocks/{exchange.giver_id}/",
    ):
        assert page(stranger).get(address).status_code == 404, address
    caller = api(stranger)
    assert caller.get(f"/api/v1/reports/{made.pk}").status_code == 404
    assert caller.get(f"/api/v1/decisions/{decision.pk}").status_code == 404
    objected = caller.post(f"/api/v1/decisions/{decision.pk}/objection", {"text": "No."})
    assert objected.status_code == 404
    assert caller.get("/api/v1/reports").json()["data"] == {"items": []}
    assert caller.get("/api/v1/decisions").json()["data"] == {"items": []}
    reported = caller.post("/api/v1/reports", body("person", exchange.giver_id))
    blocked = caller.post("/api/v1/me/blocks", {"person": str(exchange.giver_id)})
    assert (reported.status_code, blocked.status_code) == (404, 404)
    assert Objection.objects.count() + Block.objects.count() == 0


def test_what_a_stranger_cannot_see_answers_as_what_is_not_there(
    stranger: User, giver: User, taker: User, api: Api
) -> None:
    message = talk(giver, taker)
    caller = api(stranger)
    there = caller.post("/api/v1/reports", body("message", message.pk)).json()
    not_there = caller.post("/api/v1/reports", body("message", uuid4())).json()
    assert there == not_there


@pytest.mark.parametrize("giver_blocks", [True, False], ids=["blocked", "blocker"])
def test_between_the_blocked_everything_answers_as_if_it_were_not_there(
    giver: User, taker: User, api: Api, giver_blocks: bool
) -> None:
    listing, request = make_listing(by=giver), make_request(by=giver)
    gone = uuid4()
    pair = (giver, taker) if giver_blocks else (taker, giver)
    Block.objects.create(blocker=pair[0], blocked=pair[1])
    caller, reader = api(taker), page(taker)
    for kind, post in (("listing", listing), ("request", request)):
        there = caller.get(f"/api/v1/{kind}s/{post.pk}")
        not_there = caller.get(f"/api/v1/{kind}s/{gone}")
        assert (there.status_code, there.json()) == (404, not_there.json())
        assert reader.get(f"/{kind}s/{post.pk}/").status_code == 404
        assert reader.get(f"/reports/new/{kind}/{post.pk}/").status_code == 404
        proposed, into_nothing = (
            caller.post(
                "/api/v1/commitments",
                {
                    "id": str(uuid4()),
                    kind: str(post_id),
                    "quantity": "1",
                    "travel": "collect",
                    "window": {
                        "start": (clock.now()).isoformat(),
                        "end": listing.available_until.isoformat(),
                    },
                },
            )
            for post_id in (post.pk, gone)
        )
        assert proposed.status_code == into_nothing.status_code
        assert proposed.json() == into_nothing.json()
    feed = caller.get("/api/v1/feed", {"cell": CELL}).json()["data"]
    assert feed["items"] == []
    assert Commitment.objects.count() == 0


def test_the_blocked_are_told_of_it_nowhere(
    giver: User, taker: User, exchange: Commitment, api: Api
) -> None:
    before = api(taker).get(f"/api/v1/commitments/{exchange.pk}").json()["data"]
    Block.objects.create(blocker=giver, blocked=taker)
    assert api(taker).get(f"/api/v1/commitments/{exchange.pk}").json()["data"] == before
    assert api(taker).get("/api/v1/me/blocks").json()["data"] == {"items": []}
    assert "You have blocked nobody" in page(taker).get("/settings/blocks/").content.decode()


def test_a_promise_survives_a_block_and_can_be_cancelled(
    giver: User, taker: User, exchange: Commitment, api: Api
) -> None:
    response = page(giver).post(f"/settings/blocks/{taker.pk}/", follow=True)
    assert "keep it, or cancel it" in response.content.decode()
    exchange.refresh_from_db()
    assert exchange.state == "proposed"
    assert page(giver).get(f"/exchanges/{exchange.pk}/").status_code == 200
    declined = api(giver).post(f"/api/v1/commitments/{exchange.pk}/decline")
    assert declined.json()["data"]["state"] == "declined"


def test_the_suspended_read_report_block_and_object(
    giver: User, taker: User, exchange: Commitment, decision: Decision, api: Api
) -> None:
    suspend(user=giver, until=None, by=None)
    caller = api(giver)
    assert caller.post("/api/v1/reports", body("person", taker.pk)).status_code == 201
    assert caller.post("/api/v1/me/blocks", {"person": str(taker.pk)}).status_code == 201
    objected = caller.post(f"/api/v1/decisions/{decision.pk}/objection", {"text": "No."})
    assert objected.status_code == 200
    for address in ("/", "/reports/", "/settings/blocks/", f"/reports/decisions/{decision.pk}/"):
        assert page(giver).get(address).status_code == 200, address


def test_the_suspended_post_and_propose_nothing(giver: User, taker: User, api: Api) -> None:
    listing = make_listing(by=taker)
    suspend(user=giver, until=None, by=None)
    caller = api(giver)
    window = {"start": clock.now().isoformat(), "end": listing.available_until.isoformat()}
    proposal = {
        "id": str(uuid4()),
        "listing": str(listing.pk),
        "quantity": "1",
        "travel": "collect",
        "window": window,
    }
    post = {
        "id": str(uuid4()),
        "food": "tomato",
        "quantity": "1",
        "unit": "kg",
        "available_from": window["start"],
        "available_until": window["end"],
    }
    for address, sent in (("commitments", proposal), ("listings", post)):
        response = caller.post(f"/api/v1/{address}", sent)
        assert response.status_code == 403, response.content
        assert response.json()["error"]["code"] == "ACCOUNT_SUSPENDED"


def test_the_reporter_is_told_nothing_of_what_was_done(
    taker: User, decision: Decision, api: Api
) -> None:
    made = decision.reports.get()
    told = api(taker).get(f"/api/v1/reports/{made.pk}").json()["data"]
    assert (told["outcome"], "decision" in told, "words" in told) == ("acted", False, False)
    html = page(taker).get(f"/reports/{made.pk}/").content.decode()
    assert "A moderator has done something about it" in html
    assert decision.words not in html
    assert page(taker).get(f"/reports/decisions/{decision.pk}/").status_code == 404


def test_whom_it_is_about_is_told_nothing_of_who_reported(
    giver: User, taker: User, decision: Decision, api: Api
) -> None:
    told = api(giver).get(f"/api/v1/decisions/{decision.pk}")
    html = page(giver).get(f"/reports/decisions/{decision.pk}/").content.decode()
    assert told.json()["data"]["words"] == decision.words
    assert decision.words in html
    for trace in (str(taker.pk), taker.display_name, str(decision.reports.get().pk)):
        assert trace not in told.content.decode()
        assert trace not in html


def test_organizations_are_reported_by_those_who_see_them(giver: User, taker: User) -> None:
    pantry = make_organization(by=giver)
    address = f"/reports/new/organization/{pantry.pk}/"
    html = page(taker).get(f"/organizations/{pantry.slug}/").content.decode()
    assert address in html
    sent = {"id": str(uuid4()), "reason": "wrong_place", "note": "Nobody there."}
    response = page(taker).post(address, sent)
    made = Report.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/reports/{made.pk}/")

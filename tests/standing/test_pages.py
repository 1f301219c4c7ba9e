from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from listings.models import Listing
from standing.enums import StandingState
from standing.models import Standing
from tests.factories import make_listing, make_organization, make_request
from tests.standing.conftest import MONDAY, start

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
VERBS = ("edit", "pause", "resume", "end", "skip", "keep", "post")


def rhythm(**values: Any) -> dict[str, Any]:
    """What a browser sends for bread on Fridays from nine to noon."""
    form = {
        "id": str(uuid4()),
        "quantity": "8",
        "weekday": "5",
        "opens": "09:00",
        "closes": "12:00",
        "days_open": "0",
        "days_ahead": "2",
        "title": "",
        "note": "",
        "last_day": "",
    }
    return form | values


def path(standing: Standing, verb: str = "") -> str:
    return f"/standing/{standing.pk}/{verb}{'/' if verb else ''}"


def test_a_listing_comes_round_every_week(giver: User, signed_in: SignIn) -> None:
    listing = make_listing(by=giver, food="bread", unit="loaf", title="Rolls")
    page = signed_in(giver).get(f"/standing/from-listing/{listing.pk}/")
    assert page.context["form"].initial["title"] == "Rolls"
    sent = rhythm(title="Rolls")
    answer = signed_in(giver).post(f"/standing/from-listing/{listing.pk}/", sent)
    made = Standing.objects.get()
    assert (answer.status_code, answer.url) == (302, path(made))  # type: ignore[attr-defined]
    assert (made.food, made.organization, made.title, made.weekday) == (
        listing.food,
        None,
        "Rolls",
        5,
    )
    assert signed_in(giver).post(f"/standing/from-listing/{listing.pk}/", sent).status_code == 302
    assert Standing.objects.count() == 1


def test_a_household_cannot_ask_every_week(taker: User, signed_in: SignIn) -> None:
    asked = make_request(by=taker)
    answer = signed_in(taker).post(f"/standing/from-request/{asked.pk}/", rhythm(note="Soon"))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Only organizations ask every week. Say for which you ask."
    ]
    assert answer.context["form"]["note"].value() == "Soon"


def test_an_organization_asks_every_week(giver: User, pantry: Any, signed_in: SignIn) -> None:
    asked = make_request(by=giver, organization=pantry)
    form = rhythm()
    assert signed_in(giver).post(f"/standing/from-request/{asked.pk}/", form).status_code == 302
    made = Standing.objects.get()
    assert (made.kind, made.organization, made.opens) == ("request", pantry, None)


def test_bad_hours_are_said_where_they_were_typed(giver: User, signed_in: SignIn) -> None:
    listing = make_listing(by=giver, food="bread", unit="loaf")
    answer = signed_in(giver).post(
        f"/standing/from-listing/{listing.pk}/", rhythm(closes="08:00", title="Kept")
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "closes": ["This must be later than when it becomes available."]
    }
    assert 'value="Kept"' in answer.content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_a_day_is_left_out_and_had_after_all(
    weekly: Standing, giver: User, signed_in: SignIn
) -> None:
    browser = signed_in(giver)
    days = browser.get(path(weekly)).context["days"]
    assert [(day.iso, day.state_label) for day in days[:2]] == [
        ("2026-03-27", "Ahead"),
        ("2026-04-03", "Ahead"),
    ]
    browser.post(path(weekly, "skip"), {"day": "2026-03-27"})
    assert browser.get(path(weekly)).context["days"][0].state_label == "Left out"
    browser.post(path(weekly, "keep"), {"day": "2026-03-27"})
    browser.post(path(weekly, "post"), {"day": "2026-03-27"})
    day = browser.get(path(weekly)).context["days"][0]
    posted = Listing.objects.get()
    assert (day.state_label, day.url) == ("Posted", posted.get_absolute_url())


@time_machine.travel(MONDAY, tick=False)
def test_it_is_paused_resumed_and_ended(weekly: Standing, giver: User, signed_in: SignIn) -> None:
    browser = signed_in(giver)
    late = browser.post(path(weekly, "pause"), {"until": "2026-03-23"})
    assert (late.status_code, late.context["form"].errors) == (
        422,
        {"until": ["Choose a day that is ahead."]},
    )
    states = []
    for verb, sent in (("pause", {"until": "2026-04-01"}), ("resume", {}), ("end", {})):
        browser.post(path(weekly, verb), sent)
        weekly.refresh_from_db()
        states.append((weekly.state, weekly.paused_until))
    assert states == [
        (StandingState.PAUSED, date(2026, 4, 1)),
        (StandingState.RUNNING, None),
        (StandingState.ENDED, None),
    ]


def test_what_is_edited_is_kept(weekly: Standing, giver: User, signed_in: SignIn) -> None:
    form = rhythm(quantity="5", note="Ring twice", last_day="2027-01-01")
    assert signed_in(giver).post(path(weekly, "edit"), form).status_code == 302
    weekly.refresh_from_db()
    assert (int(weekly.quantity), weekly.note, weekly.last_day) == (
        5,
        "Ring twice",
        date(2027, 1, 1),
    )


def test_a_stranger_finds_nothing(weekly: Standing, stranger: User, signed_in: SignIn) -> None:
    browser = signed_in(stranger)
    assert browser.get("/standing/").context["rows"] == []
    assert browser.get(path(weekly)).status_code == 404
    listing = make_listing(by=weekly.owner)
    assert browser.get(f"/standing/from-listing/{listing.pk}/").status_code == 404
    for verb in VERBS:
        sent = {"day": "2026-03-27"}
        assert browser.post(path(weekly, verb), sent).status_code == 404


def test_nobody_is_asked_to_sign_in(weekly: Standing, client: Client) -> None:
    for address in ("/standing/", path(weekly), *(path(weekly, verb) for verb in VERBS)):
        answer = client.post(address) if address != "/standing/" else client.get(address)
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={address}")  # type: ignore[attr-defined]


def test_a_coordinator_sees_what_their_organization_repeats(
    giver: User, pantry: Any, signed_in: SignIn
) -> None:
    weekly = start(giver, organization=pantry)
    other = make_organization()
    start(other.memberships.get().user, organization=other)
    rows = signed_in(giver).get("/standing/").context["rows"]
    assert [(row.url, row.meta) for row in rows] == [(path(weekly), "Quay Pantry")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    giver: User, signed_in: SignIn, count: int
) -> None:
    for _ in range(count):
        start(giver)
    browser = signed_in(giver)
    with CaptureQueriesContext(
        connection,
    ) as taken:
        page = browser.get("/standing/", headers={"HX-Request": "true"})
    assert len(page.context["rows"]) == count
    own = [query for query in taken if "standing_standing" in query["sql"]]
    assert len(own) == 1


def test_the_list_is_paged(giver: User, signed_in: SignIn) -> None:
    made = [start(giver) for _ in range(21)]
    browser = signed_in(giver)
    first = browser.get("/standing/").context
    rest = browser.get(f"/standing/{first['more_url']}").context
    assert [len(first["rows"]), len(rest["rows"]), rest["more_url"]] == [20, 1, ""]
    shown = {row.url for row in [*first["rows"], *rest["rows"]]}
    assert shown == {path(standing) for standing in made}


def test_rhythms_are_told_as_people_say_them(giver: User, signed_in: SignIn) -> None:
    from datetime import time

    start(giver, days_open=2, closes=time(18))
    with time_machine.travel(MONDAY + timedelta(minutes=1)):
        start(giver)
    texts = {row.text for row in signed_in(giver).get("/standing/").context["rows"]}
    assert texts == {
        "8 loaves · Every Friday, 09:00–12:00",
        "8 loaves · Every Friday 09:00 until Sunday 18:00",
    }

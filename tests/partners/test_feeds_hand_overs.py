"""The hand-overs of whoever holds a token, read by a reader that is not ours."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from commitments import services
from commitments.models import Commitment
from core import clock
from tests.factories import (
    access_token,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
)
from tests.independent import calendar_events

pytestmark = pytest.mark.django_db
URL = "/api/v1/feeds/hand-overs.ics"
WORST = "Jam, “best”; in\\jars\nEND:VCALENDAR " + "é" * 80


def read(user: User | None, **headers: str) -> Any:
    client = APIClient()
    if user:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(user)}")
    return client.get(URL, headers=headers)


def agreed(giver: User, taker: User, **values: Any) -> Commitment:
    made = make_commitment(by=taker, listing=make_listing(by=giver, **values))
    accepted: Commitment = services.accept(commitment=made, by=giver)
    return accepted


def test_it_is_a_calendar_of_ones_own(giver: User, taker: User, stranger: User) -> None:
    exchange = agreed(giver, taker, title=WORST)
    make_commitment(by=stranger, listing=make_listing(by=taker))  # nobody has agreed to it
    answer = read(taker)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = calendar_events(answer.content)
    assert event["UID"] == f"{exchange.pk}@foodcoord"
    assert WORST in event["SUMMARY"]
    assert event["DTSTART"] == exchange.handover_start.replace(microsecond=0)
    assert event["DTEND"] == exchange.handover_end.replace(microsecond=0)
    assert str(event["URL"]).endswith(exchange.get_absolute_url())
    assert calendar_events(read(stranger).content) == []


def test_those_of_an_organization_are_its_coordinators_too(giver: User, taker: User) -> None:
    pantry = make_organization(by=taker)
    needed = make_request(by=taker, organization=pantry, food="carrot")
    made = make_commitment(by=giver, request=needed, travel="deliver")
    services.accept(commitment=made, by=taker)
    assert [event["UID"] for event in calendar_events(read(taker).content)] == [
        f"{made.pk}@foodcoord"
    ]


def test_it_goes_30_days_back_and_all_ahead(giver: User, taker: User) -> None:
    exchange = agreed(giver, taker)
    for days, seen in ((29, 1), (31, 0)):
        with clock.at(exchange.handover_end + timedelta(days=days)):
            assert len(calendar_events(read(giver).content)) == seen


def test_an_exact_place_is_in_it_while_it_may_be_seen(giver: User, taker: User) -> None:
    exchange = agreed(giver, taker)
    assert "LOCATION" in calendar_events(read(taker).content)[0]
    services.hand_over(commitment=exchange, by=giver)
    (event,) = calendar_events(read(taker).content)
    assert "45.764" not in str(event.get("LOCATION", ""))


def test_it_takes_a_token_and_is_for_its_holder_alone(giver: User) -> None:
    refused = read(None)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "NOT_AUTHENTICATED")
    answer = read(giver)
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in read(giver, Origin="https://elsewhere.example")
    again = read(giver, **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

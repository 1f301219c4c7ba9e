"""Opening hours as a calendar, read by a reader that is not ours."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Organization
from core import clock
from tests.factories import make_organization
from tests.independent import calendar_events
from tests.partners.feeds import read

pytestmark = pytest.mark.django_db
NAME = "opening-hours.ics"
# A Monday, two weeks before the clocks of Paris go back.
NOW = datetime(2026, 10, 12, 10, tzinfo=UTC)


@pytest.fixture
def pantry(db: None) -> Organization:
    return make_organization(
        name="Quay, Pantry",
        place_is_public=True,
        address="12 Quay",
        opening_hours={"mon": [["09:00", "12:30"]], "sat": [["20:00", "24:00"]]},
        special_days={"2026-10-19": [], "2026-10-20": [["10:00", "11:00"]]},
    )


def opened(pantry: Organization, moment: datetime = NOW) -> list[Any]:
    with clock.at(moment):
        pantry.change(last_verified=moment)
        return calendar_events(read(NAME, f"organization={pantry.pk}").content)


def test_it_holds_four_weeks_as_the_clocks_go_there(pantry: Organization) -> None:
    times = [(f"{e['DTSTART']:%m-%d %H:%M}", f"{e['DTEND']:%m-%d %H:%M}") for e in opened(pantry)]
    assert times == [
        ("10-12 07:00", "10-12 10:30"),
        ("10-17 18:00", "10-17 22:00"),
        ("10-20 08:00", "10-20 09:00"),  # the Monday before it is closed
        ("10-24 18:00", "10-24 22:00"),
        ("10-26 08:00", "10-26 11:30"),  # winter time
        ("10-31 19:00", "10-31 23:00"),
        ("11-02 08:00", "11-02 11:30"),
        ("11-07 19:00", "11-07 23:00"),
    ]


def test_it_says_who_where_and_keeps_its_names(pantry: Organization) -> None:
    first = opened(pantry)[0]
    assert (first["SUMMARY"], first["LOCATION"]) == ("Quay, Pantry is open", "12 Quay")
    assert first["URL"] == f"http://localhost:8000{pantry.get_absolute_url()}"
    later = opened(pantry, NOW + timedelta(days=3))
    assert {e["UID"] for e in later} >= {e["UID"] for e in opened(pantry)[1:]}


def test_a_door_that_is_not_public_is_not_in_it(db: None) -> None:
    garden = make_organization(
        kind="garden", address="Gate 7", opening_hours={"sun": [["10:00", "11:00"]]}
    )
    assert "Gate 7" not in read(NAME, f"organization={garden.pk}").content.decode()


def test_who_has_it_is_not_sent_it_again(pantry: Organization) -> None:
    first = read(NAME, f"organization={pantry.pk}")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert (first["Access-Control-Allow-Origin"], first["Vary"]) == (
        "*",
        "Accept-Language, Accept-Encoding",
    )
    again = read(NAME, f"organization={pantry.pk}", **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_only_what_everybody_may_know_of_is_there(pantry: Organization) -> None:
    pantry.change(hidden_at=clock.now())
    for query, status in (
        (f"organization={pantry.pk}", 404),
        (f"organization={uuid4()}", 404),
        ("organization=quay", 400),
        ("", 400),
    ):
        answer = read(NAME, query)
        assert answer.status_code == status
    assert list(answer.json()["error"]["details"]) == ["organization"]

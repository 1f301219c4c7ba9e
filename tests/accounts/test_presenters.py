from datetime import UTC, datetime, timedelta

import pytest

from accounts import presenters
from core import clock
from core.geo import cells
from tests.factories import LYON, make_organization


@pytest.mark.parametrize(
    ("km", "units", "text"),
    [
        (0.0, "metric", "0 m"),
        (0.449, "metric", "400 m"),
        (0.96, "metric", "1 km"),
        (1.24, "metric", "1.2 km"),
        (12.6, "metric", "13 km"),
        (1.609, "imperial", "1 mi"),
    ],
)
def test_lengths_are_said_in_the_readers_units(km, units, text):
    assert presenters.length_text(km, units) == text


@pytest.mark.parametrize(
    ("km", "units", "text"),
    [
        (0.0, "metric", "less than 1 km away"),
        (2.34, "metric", "2.3 km away"),
        (1.5, "imperial", "less than 1 mi away"),
        (3.3, "imperial", "2.1 mi away"),
    ],
)
def test_distances_are_no_finer_than_an_area(km, units, text):
    assert presenters.distance_text(km, units) == text


def test_area_is_said_and_drawn_from_the_cell_alone():
    cell = cells.encode(*LYON, 6)
    drawn = presenters.area_map(cell, "metric")
    assert presenters.area_sentence(cell, "metric") == ("An area about 900 m by 600 m, near Lyon.")
    assert (drawn.width, drawn.height, len(drawn.cells)) == (300, 216, 9)
    assert [c.current for c in drawn.cells].index(True) == 4


def test_week_begins_on_monday_and_knows_today(giver):
    with clock.at(datetime(2027, 1, 5, 23, 30, tzinfo=UTC)):  # Wednesday already in Lyon
        pantry = make_organization(
            by=giver, opening_hours={"mon": [["09:00", "12:30"], ["18:00", "24:00"]]}
        )
        days = presenters.opening_days(pantry)
    assert [day.hours for day in days][:2] == ["9:00–12:30, 18:00–24:00", "Closed"]
    assert [day.name for day in days if day.is_today] == ["Wednesday"]


def test_no_hours_say_nothing(giver):
    pantry = make_organization(by=giver)
    assert presenters.opening_days(pantry) == []
    assert presenters.open_state(pantry) == ("", "")


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "Verified today"), (1, "Verified 1 day ago"), (13, "Verified 13 days ago")],
)
def test_verification_is_told_in_days(giver, days, text):
    pantry = make_organization(by=giver)
    with clock.at(clock.now() + timedelta(days=days)):
        assert presenters.verified_text(pantry) == text


def test_old_verification_is_told_by_its_date(giver):
    with clock.at(datetime(2027, 1, 5, 12, tzinfo=UTC)):
        pantry = make_organization(by=giver)
    with clock.at(datetime(2027, 3, 5, 12, tzinfo=UTC)):
        assert presenters.verified_text(pantry) == "Verified on 5 January 2027"

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from core import clock, moments

NOW = datetime(2026, 11, 18, 21, 30, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (timedelta(), "today 21:30"),
        (2 * HOUR, "today 23:30"),
        (3 * HOUR, "tomorrow 00:30"),
        (-22 * HOUR, "yesterday 23:30"),
        (timedelta(days=2), "Friday 21:30"),
        (timedelta(days=6), "Tuesday 21:30"),
        (timedelta(days=7), "25 November, 21:30"),
        (timedelta(days=-2), "16 November, 21:30"),
    ],
)
def test_moment_as_people_say_it(ahead, text):
    assert moments.moment(NOW + ahead).text == text


def test_moment_tells_machines_and_careful_readers():
    told = moments.moment(NOW)
    assert (told.iso, told.exact) == (
        "2026-11-18T21:30:00+00:00",
        "Wednesday 18 November 2026, 21:30",
    )


def test_viewer_has_their_own_midnight():
    with timezone.override(ZoneInfo("Europe/Paris")):
        assert moments.moment(NOW + 2 * HOUR).text == "tomorrow 00:30"


def test_viewer_has_their_own_language():
    with translation.override("fr"):
        assert moments.moment(NOW + timedelta(days=2)).text == "vendredi 21:30"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (HOUR, 2 * HOUR, "today 22:30–23:30"),
        (2 * HOUR, 4 * HOUR, "today 23:30 – tomorrow 01:30"),
        (-HOUR, HOUR, "until today 22:30"),
        (-3 * HOUR, -HOUR, "today 18:30–20:30"),
    ],
)
def test_span_as_people_say_it(start, end, text):
    assert moments.span(NOW + start, NOW + end).text == text


def test_until():
    assert moments.until(NOW + timedelta(days=4)).text == "until Sunday 21:30"

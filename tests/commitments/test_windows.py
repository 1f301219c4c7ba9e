from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from commitments.windows import typed_window, windows_for
from core import clock
from tests.factories import make_listing, make_request

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 8, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_morning():
    with clock.at(MORNING):
        yield


def labels(post) -> list[str]:
    return [window.label for window in windows_for(post)]


def test_parts_of_today_and_tomorrow_then_any_time():
    listing = make_listing(available_until=MORNING + timedelta(days=3))
    assert labels(listing) == [
        "Today 08:30–12:00",
        "Today 12:00–17:00",
        "Today 17:00–21:00",
        "Tomorrow 08:00–12:00",
        "Tomorrow 12:00–17:00",
        "Tomorrow 17:00–21:00",
        "Any time until Sunday 09:30",
    ]


def test_nothing_before_or_after_the_food_is_there():
    listing = make_listing(
        available_from=MORNING + timedelta(hours=4), available_until=MORNING + timedelta(hours=8)
    )
    assert labels(listing) == [
        "Today 13:30–17:00",
        "Today 17:00–17:30",
        "Any time until today 17:30",
    ]


def test_too_short_a_part_is_left_out():
    listing = make_listing(available_until=MORNING.replace(hour=12, minute=29))
    assert labels(listing) == ["Today 08:30–12:00", "Any time until today 12:29"]


def test_past_parts_are_left_out():
    listing = make_listing(available_until=MORNING + timedelta(days=1))
    with clock.at(MORNING.replace(hour=17)):
        assert labels(listing)[0] == "Today 17:00–21:00"


def test_choice_says_the_same_however_late_it_is_sent():
    listing = make_listing(available_until=MORNING + timedelta(days=1))
    first = {window.value: window for window in windows_for(listing)}
    with clock.at(MORNING + timedelta(hours=1)):
        again = {window.value: window for window in windows_for(listing)}
    assert again["2026-08-20.morning"] == first["2026-08-20.morning"]


def test_request_is_open_from_when_it_was_asked():
    food_request = make_request(needed_by=MORNING + timedelta(hours=6))
    assert labels(food_request) == [
        "Today 09:30–12:00",
        "Today 12:00–15:30",
        "Any time until today 15:30",
    ]


def test_parts_are_of_the_viewers_day():
    listing = make_listing(available_until=MORNING + timedelta(days=1))
    with timezone.override(ZoneInfo("Pacific/Auckland")):  # 21:30 there
        windows = windows_for(listing)
    assert windows[0].label == "Tomorrow 08:00–12:00"
    assert windows[0].start == datetime(2026, 8, 20, 20, 0, tzinfo=UTC)


def test_typed_times_are_the_viewers():
    with timezone.override(ZoneInfo("Europe/Paris")):
        start, end = typed_window(MORNING.date(), time(18), time(19, 30))
    assert (start, end) == (
        datetime(2026, 8, 20, 16, 0, tzinfo=UTC),
        datetime(2026, 8, 20, 17, 30, tzinfo=UTC),
    )

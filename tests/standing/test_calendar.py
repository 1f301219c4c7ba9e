from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from standing.calendar import closes_at, days_from, due_days, moment, opens_at
from tests.standing.conftest import MONDAY, start

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def test_hours_stay_the_same_on_the_owners_clock_across_daylight_saving(giver: User) -> None:
    weekly = start(giver)
    fridays = list(islice(days_from(weekly, date(2026, 3, 23)), 2))
    assert fridays == [date(2026, 3, 27), date(2026, 4, 3)]
    assert [opens_at(weekly, day) for day in fridays] == [
        datetime(2026, 3, 27, 8, tzinfo=UTC),
        datetime(2026, 4, 3, 7, tzinfo=UTC),
    ]
    assert [closes_at(weekly, day) for day in fridays] == [
        datetime(2026, 3, 27, 11, tzinfo=UTC),
        datetime(2026, 4, 3, 10, tzinfo=UTC),
    ]


def test_hours_stay_the_same_when_clocks_go_back(giver: User) -> None:
    weekly = start(giver, first_day=date(2026, 10, 19))
    fridays = list(islice(days_from(weekly, date(2026, 10, 19)), 2))
    assert [opens_at(weekly, day) for day in fridays] == [
        datetime(2026, 10, 23, 7, tzinfo=UTC),
        datetime(2026, 10, 30, 8, tzinfo=UTC),
    ]


def test_an_hour_that_does_not_come_is_as_long_after_midnight() -> None:
    assert moment(date(2026, 3, 29), time(2, 30), PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    assert moment(date(2026, 10, 25), time(2, 30), PARIS) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_days_end_with_the_last_one(giver: User) -> None:
    weekly = start(giver, last_day=date(2026, 4, 3))
    assert list(days_from(weekly, date(2026, 1, 1))) == [date(2026, 3, 27), date(2026, 4, 3)]


def test_days_are_due_as_long_before_as_said_and_until_they_close(giver: User) -> None:
    weekly = start(giver, days_ahead=2)
    friday = date(2026, 3, 27)
    assert due_days(weekly, MONDAY) == []
    # Wednesday begins in Paris an hour before it does in UTC.
    assert due_days(weekly, datetime(2026, 3, 24, 22, 59, tzinfo=UTC)) == []
    assert due_days(weekly, datetime(2026, 3, 24, 23, tzinfo=UTC)) == [friday]
    assert due_days(weekly, datetime(2026, 3, 27, 10, 59, tzinfo=UTC)) == [friday]
    assert due_days(weekly, datetime(2026, 3, 27, 11, tzinfo=UTC)) == []


def test_a_listing_open_over_the_weekend_is_due_until_it_closes(giver: User) -> None:
    weekly = start(giver, days_open=2, closes=time(18), days_ahead=0)
    assert opens_at(weekly, date(2026, 3, 27)) == datetime(2026, 3, 27, 8, tzinfo=UTC)
    # Closing on the Sunday on which clocks have changed.
    assert closes_at(weekly, date(2026, 3, 27)) == datetime(2026, 3, 29, 16, tzinfo=UTC)
    assert due_days(weekly, datetime(2026, 3, 29, 15, tzinfo=UTC)) == [date(2026, 3, 27)]

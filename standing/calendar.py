"""Days and hours of a standing thing, on its owner's clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from standing.models import Standing

WEEK = timedelta(days=7)


def days_from(standing: Standing, start: date) -> Iterator[date]:
    """Its days from `start` on, without end unless it has a last one."""
    begin = max(start, standing.first_day)
    day = begin + timedelta(days=(standing.weekday - begin.isoweekday()) % 7)
    while standing.last_day is None or day <= standing.last_day:
        yield day
        day += WEEK


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """An hour of a day in a zone, in UTC.

    When clocks change, an hour that comes twice is the first of the two, and one that does not
    come is as long after midnight as it would have been: 02:30 is 03:30 then.
    """
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def opens_at(standing: Standing, day: date) -> datetime | None:
    """When a listing of that day becomes available; None for a request."""
    return None if standing.opens is None else moment(day, standing.opens, standing.zone)


def closes_at(standing: Standing, day: date) -> datetime:
    """Until when the post of that day stands."""
    return moment(day + timedelta(days=standing.days_open), standing.closes, standing.zone)


def due_days(standing: Standing, now: datetime) -> list[date]:
    """The days whose post should be there by now, and still makes sense."""
    today = now.astimezone(standing.zone).date()
    latest = today + timedelta(days=standing.days_ahead)
    due = []
    for day in days_from(standing, today - timedelta(days=standing.days_open)):
        if day > latest:
            break
        if closes_at(standing, day) > now:
            due.append(day)
    return due

"""Until when: the evenings that people mean, in the viewer's own time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock

EVENING = time(20)
MIDNIGHT = time(0)
LAST_MINUTE = time(23, 59)
TOO_LATE_FOR_EVENING = time(18, 30)
TOO_LATE_FOR_TODAY = time(23)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Evening:
    """One that can be chosen: its name in a form, what a person reads, and the moment."""

    value: str
    label: str
    end: datetime


def evenings() -> list[Evening]:
    """Today, tomorrow and the weekend, without any that is too late or the same as another."""
    now = timezone.localtime(clock.now())
    today = now.date()
    offered = []
    if now.time() < TOO_LATE_FOR_TODAY:
        hour = EVENING if now.time() < TOO_LATE_FOR_EVENING else LAST_MINUTE
        offered.append(_evening("today", _("Today"), today, hour))
    offered.append(_evening("tomorrow", _("Tomorrow"), today + timedelta(days=1)))
    return [*offered, _weekend(today)]


def evening_after(end: datetime) -> datetime:
    """One more day, in the evening: after an end that is still ahead, or after now."""
    latest = timezone.localtime(max(end, clock.now()))
    return at(latest.date() + timedelta(days=1))


def at(day: date, hour: time = EVENING) -> datetime:
    """An hour of a day where the viewer is."""
    return timezone.make_aware(datetime.combine(day, hour))


def end_of(day: date, zone: str) -> datetime:
    """The moment at which a day ends in a time zone.

    Args:
        day: on the calendar.
        zone: IANA name.
    """
    return datetime.combine(day + timedelta(days=1), MIDNIGHT, ZoneInfo(zone)).astimezone(UTC)


def _weekend(today: date) -> Evening:
    """On Saturdays and Sundays the next one: this one is today and tomorrow already."""
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    if today.weekday() < SATURDAY:
        return _evening("weekend", _("This weekend"), sunday, named=True)
    return _evening("weekend", _("Next weekend"), sunday + timedelta(days=7), named=True)


def _evening(
    value: str, name: str, day: date, hour: time = EVENING, *, named: bool = False
) -> Evening:
    end = at(day, hour)
    when = date_format(timezone.localtime(end), "D H:i" if named else "H:i")
    label = _("%(day)s, %(time)s") % {"day": name, "time": when}
    return Evening(value, label, end)

"""Which days count. Every day is a UTC day."""

from datetime import UTC, date, datetime, time, timedelta

from insights.enums import Window

LONGEST = max(Window.values)
KEPT_DAYS = 40
"""How long a day's figures are kept: the longest window, and time for late corrections."""


def oldest_kept(today: date) -> date:
    """The first day whose figures are still kept."""
    return today - timedelta(days=KEPT_DAYS - 1)


def first_day(as_of: date, window_days: int) -> date:
    """The first of the `window_days` days that end with `as_of`."""
    return as_of - timedelta(days=window_days - 1)


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def day_expiry(day: date) -> datetime:
    """When a day's own rows go."""
    return midnight(day + timedelta(days=KEPT_DAYS))


def window_expiry(as_of: date) -> datetime:
    """When a window's figures are too old to be shown: a day after theirs has ended."""
    return midnight(as_of + timedelta(days=2))


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()

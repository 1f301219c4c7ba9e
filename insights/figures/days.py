"""Which days count. Every day is a UTC day."""

from datetime import UTC, date, datetime, time, timedelta

from insights.enums import Window

LONGEST = max(Window.values)
KEPT_DAYS = 40
"""How long a day's figures are kept: the longest window, and time for late corrections."""


WEEK_DAYS = 7
HISTORY_DAYS = 460
"""How long a past week's figures are kept: a year, and the weeks from which the level was known
then; a forecast compares what came after with that."""


def oldest_kept(today: date) -> date:
    """The first day whose figures are still kept."""
    return today - timedelta(days=KEPT_DAYS - 1)


def first_day(as_of: date, window_days: int) -> date:
    """The first of the `window_days` days that end with `as_of`."""
    return as_of - timedelta(days=window_days - 1)


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def window_expiry(as_of: date) -> datetime:
    """When a window's figures are too old to be shown: a day after theirs has ended."""
    return midnight(as_of + timedelta(days=2))


def week_end(day: date) -> date:
    """The Sunday that ends a day's week."""
    return day + timedelta(days=6 - day.weekday())


def ended_weeks(first: date, today: date) -> list[date]:
    """The Sundays before today of the weeks whose days all are `first` or later."""
    sunday = week_end(first + timedelta(days=WEEK_DAYS - 1))
    return [sunday + timedelta(days=days) for days in range(0, (today - sunday).days, WEEK_DAYS)]


def history_expiry(as_of: date) -> datetime:
    """When a past week's figures go."""
    return midnight(as_of + timedelta(days=HISTORY_DAYS))


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()

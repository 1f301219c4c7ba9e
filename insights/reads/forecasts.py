"""Reading forecasts: one query for the rows, one for the categories' names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from insights import categories
from insights.enums import Outlook
from insights.models import Forecast

ORDER = (Outlook.SCARCE, Outlook.PLENTIFUL, Outlook.EVEN)
"""What one can act on comes first."""


@dataclass(frozen=True)
class ForecastShown:
    """What is likely in a region in the `days` after `as_of`; grams, to two significant digits.

    The true amount lies between low and high about four times in five. `usual_error` and
    `usual_error_of_last_week` are shares of what came, over `tests_made` past weeks.
    """

    cell: str
    category: str
    category_name: str
    outlook: Outlook
    as_of: date
    until: date
    days: int
    offered_g: int
    offered_low_g: int
    offered_high_g: int
    requested_g: int
    requested_low_g: int
    requested_high_g: int
    weeks_seen: int
    tests_made: int
    usual_error: Decimal
    usual_error_of_last_week: Decimal
    computed_at: datetime
    expires_at: datetime


def of(cell: str) -> list[ForecastShown]:
    """What may be said of the region a cell lies in: scarce first, then by name.

    Args:
        cell: a geohash of precision 4 or finer.
    """
    rows = list(Forecast.objects.of(cell).fresh())
    names = categories.names({row.category for row in rows}) if rows else {}
    shown = [_shown(row, names.get(row.category, row.category)) for row in rows]
    return sorted(shown, key=lambda each: (ORDER.index(each.outlook), each.category_name))


def _shown(row: Forecast, name: str) -> ForecastShown:
    return ForecastShown(
        cell=row.cell,
        category=row.category,
        category_name=name,
        outlook=Outlook(row.outlook),
        as_of=row.as_of,
        until=row.as_of + timedelta(days=row.days),
        days=row.days,
        offered_g=two_digits(row.offered_g),
        offered_low_g=two_digits_below(row.offered_low_g),
        offered_high_g=two_digits_above(row.offered_high_g),
        requested_g=two_digits(row.requested_g),
        requested_low_g=two_digits_below(row.requested_low_g),
        requested_high_g=two_digits_above(row.requested_high_g),
        weeks_seen=row.weeks_seen,
        tests_made=row.tests_made,
        usual_error=row.error_share,
        usual_error_of_last_week=row.naive_error_share,
        computed_at=row.computed_at,
        expires_at=row.expires_at,
    )


def two_digits(number: int) -> int:
    """To the nearest with two significant digits, halves upwards: 41 870 → 42 000."""
    step = _step(number)
    return (number + step // 2) // step * step


def two_digits_below(number: int) -> int:
    """An interval's lower end never moves inwards: 41 870 → 41 000."""
    step = _step(number)
    return number // step * step


def two_digits_above(number: int) -> int:
    """Nor does its upper end: 41 020 → 42 000."""
    return -two_digits_below(-number)


def _step(number: int) -> int:
    return int(10 ** max(0, len(str(abs(number))) - 2))

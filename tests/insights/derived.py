"""Rows that the worker derives over weeks, made at once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core import clock
from insights.enums import Outlook
from insights.models import Forecast, Snapshot

KEPT = timedelta(days=200)


def a_sunday(*, weeks_ago: int) -> date:
    """The Sunday that ended a week so many weeks before this one."""
    today = clock.today()
    return today - timedelta(days=today.isoweekday() % 7 + 7 * weeks_ago)


def a_week(cell: str, category: str, *, ended: date, **values: Any) -> Snapshot:
    """A week that may be seen."""
    figures = {"listings": 6, "requests": 5, "offered_g": 12_000, "requested_g": 8_000}
    return Snapshot.objects.create(
        cell=cell,
        category=category,
        window_days=7,
        as_of=ended,
        computed_at=clock.now(),
        expires_at=clock.now() + KEPT,
        **{"participants": 9, "shown": True, **figures, **values},
    )


def a_forecast(cell: str, category: str, **values: Any) -> Forecast:
    """That there will be twice as much asked for as offered."""
    grams = {
        "offered_g": 40_000,
        "offered_low_g": 30_000,
        "offered_high_g": 52_000,
        "requested_g": 80_000,
        "requested_low_g": 61_000,
        "requested_high_g": 99_000,
    }
    return Forecast.objects.create(
        cell=cell,
        category=category,
        as_of=clock.today(),
        computed_at=clock.now(),
        expires_at=clock.now() + timedelta(days=7),
        **{
            "outlook": Outlook.SCARCE,
            "weeks_seen": 14,
            "tests_made": 9,
            "error_share": Decimal("0.22"),
            "naive_error_share": Decimal("0.35"),
            **grams,
            **values,
        },
    )

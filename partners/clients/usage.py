"""How much a program has called, day by day, days without a call included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from accounts.clients.access import throttle_key_of
from accounts.models import ApiClient
from core.api import buckets
from core.api.buckets import DayUsage


def usage_of(client: ApiClient, *, days: int) -> Sequence[DayUsage]:
    """The last days, in UTC as they are counted, the oldest first.

    Args:
        client: whose calls.
        days: how many, today included.
    """
    today = datetime.now(UTC).date()  # as the database counts, whatever clock a story has
    first = today - timedelta(days=days - 1)
    known = {row.day: row for row in buckets.usage(throttle_key_of(client), since=first)}
    return [_on(first + timedelta(days=index), known) for index in range(days)]


def _on(day: date, known: dict[date, DayUsage]) -> DayUsage:
    return known.get(day, DayUsage(day, 0, 0))

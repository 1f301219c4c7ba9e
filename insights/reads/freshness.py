"""How far the figures are behind the events."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import clock
from core.events.models import Delivery
from insights.figures.history import CONSUMER


@dataclass(frozen=True)
class Freshness:
    """Everything that happened until `as_of` is counted; that is `lag_seconds` ago."""

    as_of: datetime
    lag_seconds: int


def freshness() -> Freshness:
    """Now, or the moment of the event that has waited longest to be absorbed."""
    now = clock.now().replace(microsecond=0)
    waiting = (
        Delivery.objects.of(CONSUMER)
        .open()
        .order_by("due_at")
        .values_list("event__occurred_at", flat=True)
        .first()
    )
    lag = max(timedelta(0), now - waiting) if waiting else timedelta(0)
    seconds = int(lag.total_seconds())
    return Freshness(now - timedelta(seconds=seconds), seconds)

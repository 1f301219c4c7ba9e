"""How far the figures are behind the events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from core import clock
from core.events.models import Delivery
from insights.figures.history import CONSUMER
from insights.models import Aggregate


@dataclass(frozen=True)
class Freshness:
    """Everything that happened until `as_of` is counted; that is `lag_seconds` ago."""

    as_of: datetime
    lag_seconds: int

    @property
    def stale(self) -> bool:
        """Whether that is longer than workers usually take."""
        limit: int = settings.DELIVERY_STALE_SECONDS
        return self.lag_seconds > limit


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


def run_out(cells: Iterable[str]) -> bool:
    """Whether these cells had figures that are too old now to be shown."""
    return Aggregate.objects.expired().within(cells).filter(shown=True).exists()

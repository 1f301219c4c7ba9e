from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.functions import Now

from core.geo.cells import PRECISIONS, parent
from insights.enums import Window

if TYPE_CHECKING:
    from insights.models import (  # noqa: F401
        Aggregate,
        DayBucket,
        DayParticipant,
        DayWait,
        Explanation,
        Forecast,
        InsightSignal,
        ModelCall,
        Snapshot,
    )

M = TypeVar("M", bound=Model, covariant=True)


def containing(cell: str) -> list[str]:
    """The cells of precision 4 and more that contain a cell, itself last."""
    return [parent(cell, precision) for precision in PRECISIONS if precision <= len(cell)]


class DerivedRows(QuerySet[M]):
    """The reads of `core.derived`, for rows of a known model."""

    def fresh(self) -> Self:
        """Only what may still be shown."""
        return self.filter(expires_at__gt=Now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=Now())


class DayBucketQuerySet(DerivedRows["DayBucket"]):
    pass


class DayParticipantQuerySet(DerivedRows["DayParticipant"]):
    pass


class DayWaitQuerySet(DerivedRows["DayWait"]):
    pass


class AggregateQuerySet(DerivedRows["Aggregate"]):
    def shown(self) -> Self:
        """What may be seen: current, and resting on enough people (`insights.privacy`)."""
        return self.fresh().filter(shown=True)

    def of_window(self, days: int) -> Self:
        return self.filter(window_days=days)

    def within(self, cells: Iterable[str]) -> Self:
        """Of exactly these cells."""
        return self.filter(cell__in=list(cells))


class SnapshotQuerySet(DerivedRows["Snapshot"]):
    def shown(self) -> Self:
        """Those that rest on enough people."""
        return self.fresh().filter(shown=True)

    def public(self, today: date) -> Self:
        """What everybody may read: weeks that no window of today reaches into."""
        return self.shown().filter(as_of__lte=today - timedelta(days=max(Window.values)))

    def within(self, cells: Iterable[str]) -> Self:
        return self.filter(cell__in=list(cells))


class ForecastQuerySet(DerivedRows["Forecast"]):
    def of(self, cell: str) -> Self:
        """Of the region that a cell lies in."""
        return self.filter(cell=parent(cell, PRECISIONS[0]))


class ModelCallQuerySet(DerivedRows["ModelCall"]):
    pass


class SignalQuerySet(DerivedRows["InsightSignal"]):
    def active(self) -> Self:
        """What holds now. Only this is ever shown: a closed signal's cell may fall below k."""
        return self.fresh().filter(closed_at=None)

    def around(self, cell: str) -> Self:
        """Of the cell and of the cells that contain it."""
        return self.filter(cell__in=containing(cell))

    def strongest_first(self) -> Self:
        return self.order_by("-severity", "-confidence", "first_seen", "id")


class ExplanationQuerySet(DerivedRows["Explanation"]):
    def readable(self) -> Self:
        """Written, current and not retracted."""
        return self.fresh().filter(state="written", retraction=None)

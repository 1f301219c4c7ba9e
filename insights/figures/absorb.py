"""The consumer `aggregates`: events into days, days into windows, windows into signals.

All of it happens in the transaction that marks the events' deliveries done, under one lock: an
event counts once, whatever is killed, and windows are always those of their days.
"""

from collections.abc import Sequence

from django.db.models.functions import Now

from core import clock
from core.events.models import Delivery, DomainEvent
from insights.figures import history, tables
from insights.figures.days import oldest_kept
from insights.figures.follow_up import follow_up
from insights.figures.history import CONSUMER


def handle(events: Sequence[DomainEvent]) -> None:
    """Add what new events change. Not harmless twice: their deliveries say that they are new."""
    tables.hold_lock()
    today = clock.today()
    touched = tables.add(history.given([event.pk for event in events]), oldest=oldest_kept(today))
    follow_up(touched.days, touched.people_changed, as_of=today)
    if _replay_under_way():
        _mark_done(events)


def rehandle(events: Sequence[DomainEvent]) -> None:
    """Count the days that these events touch again, from all that was ever absorbed.

    Harmless twice: what was right stays as it is. A rebuild under way has read these events, or
    knows none that it has not: then nothing is left to do.
    """
    tables.hold_lock()
    if tables.rebuild_under_way():
        return
    today = clock.today()
    oldest = oldest_kept(today)
    days = tables.days_of(history.given([event.pk for event in events]), oldest=oldest)
    if not days:
        return
    tables.clear(days)
    tables.add(history.landing_on(days), oldest=oldest, only=days)
    follow_up(days, days, as_of=today)


def _replay_under_way() -> bool:
    return Delivery.objects.of(CONSUMER).open().filter(replayed=True).exists()


def _mark_done(events: Sequence[DomainEvent]) -> None:
    """Say at once that these are absorbed: the same transaction may go on to count days again,
    and counts what is absorbed."""
    deliveries = Delivery.objects.of(CONSUMER).filter(event__in=[event.pk for event in events])
    deliveries.update(done_at=Now())

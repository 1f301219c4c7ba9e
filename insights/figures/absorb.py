"""The consumer `aggregates`: events into days, days into windows, windows into signals.

All of it happens in the transaction that marks the events' deliveries done, under one lock: an
event counts once, whatever is killed, and windows are always those of their days.
"""

from collections.abc import Sequence

from django.db.models.functions import Now

from core import clock
from core.events.models import Delivery, DomainEvent
from insights.figures import history, tables
from insights.figures.follow_up import follow_up
from insights.figures.history import CONSUMER
from insights.figures.tally import Tally


def handle(events: Sequence[DomainEvent]) -> None:
    """Add what new events change. Not harmless twice: their deliveries say that they are new."""
    tables.hold_lock()
    tally = Tally(clock.today())
    tally.add_all(events)
    people_changed = tables.add(tally)
    follow_up(tally.keys, people_changed, as_of=tally.today)
    if _replay_under_way():
        _mark_done(events)


def rehandle(events: Sequence[DomainEvent]) -> None:
    """Count the days that these events touch again, from all that was ever absorbed.

    Harmless twice: what was right stays as it is.
    """
    tables.hold_lock()
    touched = Tally(clock.today())
    touched.add_all(events)
    if not touched.buckets:
        return
    days = touched.buckets.keys()
    again = Tally(touched.today, lambda delta: (delta.cell, delta.category, delta.day) in days)
    cells = sorted({cell for cell, _, _ in days})
    again.add_all(history.landing_on(sorted({day for _, _, day in days}), cells))
    tables.clear(sorted(days))
    tables.add(again)
    follow_up(touched.keys, touched.keys, as_of=touched.today)


def _replay_under_way() -> bool:
    return Delivery.objects.of(CONSUMER).open().filter(replayed=True).exists()


def _mark_done(events: Sequence[DomainEvent]) -> None:
    """Say at once that these are absorbed: the same transaction may go on to count days again,
    and counts what is absorbed."""
    deliveries = Delivery.objects.of(CONSUMER).filter(event__in=[event.pk for event in events])
    deliveries.update(done_at=Now())

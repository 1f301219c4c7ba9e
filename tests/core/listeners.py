"""Consumers for a test, and facts for them to absorb.

An effect is a row of its own key, so that an effect had twice is two rows.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from core.events import registry
from core.events.models import Delivery, DomainEvent
from core.events.registry import Consumer
from core.idempotency import IdempotencyKey

TYPE = "test.happened"
NAME = "listener"


def note(events: Sequence[DomainEvent]) -> None:
    """The usual handler: one effect an event."""
    IdempotencyKey.objects.bulk_create(
        [IdempotencyKey(actor=event.pk, key=str(uuid4()), fingerprint="effect") for event in events]
    )


def effects() -> list[UUID]:
    """Ids of the events that had an effect, one for each effect, in order."""
    noted = IdempotencyKey.objects.filter(fingerprint="effect")
    return sorted(noted.values_list("actor", flat=True))


@contextmanager
def listening(
    handle: Callable[[Sequence[DomainEvent]], None] = note, *, name: str = NAME, **options: Any
) -> Iterator[Consumer]:
    consumer = Consumer(name, frozenset({TYPE}), handle, **options)
    registry.register(consumer)
    try:
        yield consumer
    finally:
        registry.unregister(name)


def happen(count: int = 1, *, consumer: str = NAME, **payload: Any) -> list[DomainEvent]:
    """Facts with an open delivery each, in the order of their ids."""
    events = DomainEvent.objects.bulk_create(
        [
            DomainEvent(
                type=TYPE,
                occurred_at=datetime(2026, 3, 1, tzinfo=UTC),
                subject_type="test",
                subject_id=uuid4(),
                subject_version=1,
                correlation_id=f"wish-{number}",
                payload=payload,
            )
            for number in range(count)
        ]
    )
    Delivery.objects.bulk_create([Delivery(event=event, consumer=consumer) for event in events])
    return events


def ids(events: Sequence[DomainEvent]) -> list[UUID]:
    return sorted(event.pk for event in events)


def make_due(**found: Any) -> None:
    """Let time pass: what waits is due, and leases have ended."""
    Delivery.objects.filter(**found).update(due_at=datetime(2000, 1, 1, tzinfo=UTC))


def states(name: str = NAME) -> list[tuple[int, bool, bool]]:
    """(attempts, done, dead) of a consumer's deliveries, in order."""
    rows = Delivery.objects.of(name).order_by("id")
    return [(row.attempts, row.done_at is not None, row.dead_at is not None) for row in rows]

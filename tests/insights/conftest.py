"""Events as the lower floors record them, without those floors."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from uuid6 import uuid7

from core.events.drain import drain
from core.events.models import Delivery, DomainEvent
from core.geo.cells import ancestry

HERE = "u05kq4"
"""A cell of precision 6 in Lyon; u05kq, u05k contain it."""
PEOPLE = [UUID(int=n) for n in range(1, 60)]


def moment(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def event(
    event_type: str,
    *,
    on: date | datetime,
    by: UUID | list[UUID] = PEOPLE[0],
    cell: str = HERE,
    category: str | None = "vegetables",
    **payload: Any,
) -> DomainEvent:
    """An event not yet saved, with the payload that the services' events share."""
    occurred_at = on if isinstance(on, datetime) else moment(on)
    people = by if isinstance(by, list) else [by]
    return DomainEvent(
        id=uuid7(),
        type=event_type,
        occurred_at=occurred_at,
        subject_type=event_type.partition(".")[0],
        subject_id=uuid4(),
        subject_version=1,
        cells=ancestry(cell),
        payload={
            "food": None,
            "category": category,
            "participants": [str(pseudonym) for pseudonym in people],
            "opened_on": occurred_at.date().isoformat(),
            **payload,
        },
    )


def save(*events: DomainEvent) -> None:
    """Into the log, each with its open delivery to the figures."""
    DomainEvent.objects.bulk_create(events)
    Delivery.objects.bulk_create(
        [Delivery(event=each, consumer="aggregates") for each in events]
    )


def absorb(*events: DomainEvent) -> None:
    """Save and drain."""
    save(*events)
    drain_now("aggregates")


def drain_now(consumer: str) -> None:
    """Drain what is open, also within a test's transaction, in which time stands still."""
    Delivery.objects.of(consumer).open().update(due_at=datetime(2000, 1, 1, tzinfo=UTC))
    drain(consumer)


@pytest.fixture
def today() -> date:
    return datetime.now(UTC).date()


Make = Callable[..., DomainEvent]

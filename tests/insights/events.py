"""Events as the lower floors record them, without those floors."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from uuid6 import uuid7

from core.events.drain import drain
from core.events.models import Delivery, DomainEvent
from core.geo.cells import ancestry

P4, P5, P6 = HERE = ancestry("u05kq4")
"""A place in Lyon, at precisions 4, 5 and 6."""
BESIDE = "u05kq5"
"""Another cell of precision 6 in the same one of 5."""
FAR = "u05kw1"
"""In another cell of precision 5 of the same one of 4."""
PEOPLE = [UUID(int=n) for n in range(1, 200)]


def utc_today() -> date:
    return datetime.now(UTC).date()


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def event(
    event_type: str,
    *,
    on: date | datetime,
    by: UUID | list[UUID] = PEOPLE[0],
    cell: str = P6,
    category: str | None = "vegetables",
    **payload: Any,
) -> DomainEvent:
    """An event not yet saved, with the payload that the services' events share."""
    occurred_at = on if isinstance(on, datetime) else noon(on)
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


def listing(on: date | datetime, grams: int = 1000, **values: Any) -> DomainEvent:
    return event("listing.created", on=on, grams=grams, **values)


def request(on: date | datetime, grams: int = 1000, **values: Any) -> DomainEvent:
    return event("request.created", on=on, grams=grams, **values)


def promise(
    on: date | datetime, grams: int = 1000, minutes: int = 60, **values: Any
) -> DomainEvent:
    """An acceptance."""
    day = on.date() if isinstance(on, datetime) else on
    values.setdefault("committed_on", day.isoformat())
    return event(
        "commitment.updated",
        on=on,
        state="accepted",
        committed_delta=grams,
        minutes_to_commitment=minutes,
        **values,
    )


def save(*events: DomainEvent) -> None:
    """Into the log, each with its open delivery to the figures."""
    DomainEvent.objects.bulk_create(events)
    Delivery.objects.bulk_create([Delivery(event=each, consumer="aggregates") for each in events])


def absorb(*events: DomainEvent) -> None:
    """Save and drain."""
    save(*events)
    drain_now("aggregates")


def drain_now(consumer: str) -> None:
    """Drain what is open, also within a test's transaction, in which time stands still."""
    Delivery.objects.of(consumer).open().update(due_at=datetime(2000, 1, 1, tzinfo=UTC))
    drain(consumer)

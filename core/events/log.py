"""The only door through which facts enter the log."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from core import clock
from core.correlation import current_correlation_id
from core.events import registry
from core.events.models import Delivery, DomainEvent
from core.events.signals import event_recorded
from core.events.subjects import Subject


def record(
    event_type: str,
    *,
    subject: Subject | Model,
    actor: UUID | None,
    payload: Mapping[str, Any],
    cells: Sequence[str] = (),
    schema_version: int = 1,
) -> DomainEvent:
    """State a fact, in the transaction of the change it states.

    Args:
        event_type: `thing.happened`, from product.md's list.
        subject: what it happened to. A `Subject` files the fact under its `version`, so that
            stating the same change twice collides. A person has a `subject_id`, the pseudonym,
            so that no log row holds the account's own id.
        actor: pseudonym of who did it; None for the system.
        payload: integers, slugs, pseudonyms and dates; nothing that names or places a person.
        cells: public geohashes at precisions 4, 5 and 6.
        schema_version: of the payload.

    Returns:
        The event as stored.

    Raises:
        TransactionManagementError: outside a transaction.
        IntegrityError: this version of the subject has its event already.
    """
    return append(
        event_type,
        subject_type=str(getattr(subject, "subject_type", subject._meta.model_name)),
        subject_id=getattr(subject, "subject_id", subject.pk),
        subject_version=getattr(subject, "version", None),
        actor=actor,
        payload=payload,
        cells=cells,
        schema_version=schema_version,
        using=subject._state.db or "default",
    )


def append(
    event_type: str,
    *,
    subject_type: str,
    subject_id: UUID,
    subject_version: int | None,
    actor: UUID | None,
    payload: Mapping[str, Any],
    cells: Sequence[str],
    schema_version: int = 1,
    using: str = "default",
) -> DomainEvent:
    """As `record`, for a fact whose subject is no row."""
    if not transaction.get_connection(using).in_atomic_block:
        raise TransactionManagementError("an event is recorded with its change, in one transaction")
    event = DomainEvent.objects.using(using).create(
        type=event_type,
        schema_version=schema_version,
        occurred_at=clock.now(),
        actor=actor,
        correlation_id=current_correlation_id(),
        subject_type=subject_type,
        subject_id=subject_id,
        subject_version=subject_version,
        cells=list(cells),
        payload=dict(payload),
    )
    consumers = registry.listening_to(event_type)
    if consumers:
        Delivery.objects.using(using).bulk_create(
            [Delivery(event=event, consumer=name) for name in consumers]
        )
    event_recorded.send(sender=DomainEvent, event=event, consumers=consumers, using=using)
    return event

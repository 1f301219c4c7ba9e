"""Asking that people be told something that no change of a subject says by itself.

A lower floor records that somebody has to hear of something (`notification.requested`); the floor
that knows how to reach people listens. Each is asked once: its id is made of what it is about.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from core.events.log import append
from core.events.models import DomainEvent

NAMESPACE = UUID("6f2c1f64-3f53-4f0c-9a53-2a0a6d9a2a5e")
REQUESTED = "notification.requested"
NOTICE = "notice"


def notice_id(kind: str, to: UUID, about: tuple[str, UUID], occasion: str) -> UUID:
    """The id of a notice, made of what it is about."""
    subject_type, subject_id = about
    return uuid5(NAMESPACE, "|".join((kind, str(to), subject_type, str(subject_id), occasion)))


def requested_among(ids: Collection[UUID]) -> set[UUID]:
    """Of these notices, the ids of those that were asked for already."""
    known = DomainEvent.objects.filter(subject_type=NOTICE, subject_id__in=ids)
    return set(known.values_list("subject_id", flat=True))


def request_notice(
    kind: str,
    *,
    to: UUID,
    about: tuple[str, UUID],
    occasion: str = "",
    actor: UUID | None = None,
    cells: Sequence[str] = (),
    **facts: Any,
) -> bool:
    """Ask that somebody be told, once for each occasion.

    Args:
        kind: what sort of news it is; `notifications.kinds` has the words for each.
        to: pseudonym of the person, or of the organization whose coordinators shall hear of it.
        about: subject type and id of what it leads to.
        occasion: tells one telling from the next about the same thing (a day, say).
        actor: pseudonym of who caused it; None for the system.
        cells: public geohashes.
        facts: integers, slugs, ids and dates that its words need; nothing that names or places a
            person.

    Returns:
        Whether it was asked now; False when it had been before.
    """
    subject_type, subject_id = about
    payload = {"kind": kind, "to": str(to), "about": [subject_type, str(subject_id)], **facts}
    try:
        with transaction.atomic():
            append(
                REQUESTED,
                subject_type=NOTICE,
                subject_id=notice_id(kind, to, about, occasion),
                subject_version=1,
                actor=actor,
                payload=payload,
                cells=cells,
            )
    except IntegrityError:
        return False
    return True

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import clock
from core.events.models import DomainEvent
from notifications import bell
from notifications.models import Notification


@transaction.atomic
def mark_read(*, notification: Notification) -> Notification:
    """Note that its recipient has seen it. Harmless twice: the first time counts."""
    if notification.read_at is not None:
        return notification
    now = clock.now()
    rows = Notification.objects.filter(pk=notification.pk, read_at=None)
    if rows.update(read_at=now):
        notification.read_at = now
        bell.tell([notification.recipient])
    else:
        notification.refresh_from_db(fields=["read_at"])
    return notification


@transaction.atomic
def mark_all_read(*, user: User) -> int:
    """Note that a person has seen everything there is. Harmless twice.

    Returns:
        How many were unread.
    """
    read = Notification.objects.visible_to(user).unread().update(read_at=clock.now())
    if read:
        bell.tell([user])
    return read


@transaction.atomic
def follow_acting(events: Iterable[DomainEvent]) -> int:
    """Who does something about a subject has seen what they were told of it before. Harmless
    twice.

    Args:
        events: of one type of subject, each by somebody or by the system.

    Returns:
        How many notifications are read by that.
    """
    acted: dict[tuple[UUID, str, UUID], datetime] = {}
    for event in events:
        if event.actor is not None:
            key = (event.actor, event.subject_type, event.subject_id)
            acted[key] = max(event.occurred_at, acted.get(key, event.occurred_at))
    if not acted:
        return 0
    rows = Notification.objects.unread().filter(
        recipient__pseudonym__in={actor for actor, _, _ in acted},
        about_id__in={about for _, _, about in acted},
    )
    read: list[UUID] = []
    people: dict[UUID, User] = {}
    for row in rows.select_related("recipient", "event"):
        at = acted.get((row.recipient.pseudonym, *row.about))
        if at is not None and row.event.occurred_at <= at:
            read.append(row.pk)
            people[row.recipient_id] = row.recipient
    if read:
        Notification.objects.unread().filter(pk__in=read).update(read_at=clock.now())
        bell.tell(people.values())
    return len(read)

from django.db import transaction

from accounts.models import User
from core import clock
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

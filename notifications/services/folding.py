"""Ten messages in a row are one piece of news, until somebody has looked at them."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from conversations.models import Participant
from notifications.models import Notification

MESSAGE = "message_received"


@transaction.atomic
def follow_reading() -> int:
    """What was read in its conversation needs no reading here. Harmless twice.

    Returns:
        How many notifications are read by that.
    """
    return _read_there(Notification.objects.unread().filter(kind=MESSAGE, shown=True))


def fold_messages(told: Sequence[Notification]) -> None:
    """Fold new ones, not stored yet, into the unread one that a person has of a conversation."""
    messages = [row for row in told if row.kind == MESSAGE]
    if not messages:
        return
    before = Notification.objects.unread().filter(
        kind=MESSAGE,
        shown=True,
        recipient__in={row.recipient_id for row in messages},
        about_id__in={row.about_id for row in messages},
    )
    _read_there(before)
    waiting = set(before.values_list("recipient_id", "about_id"))
    for row in messages:
        key = (row.recipient_id, row.about_id)
        if key in waiting:
            row.folded, row.shown, row.for_digest = True, False, False
        elif row.shown:
            waiting.add(key)


def _read_there(rows: QuerySet[Notification]) -> int:
    own = Q(user=OuterRef("recipient")) | Q(organization__memberships__user=OuterRef("recipient"))
    seen = Participant.objects.filter(own, conversation=OuterRef("about_id")).order_by(
        F("last_read_at").desc(nulls_last=True)
    )
    last_read = Subquery(seen.values("last_read_at")[:1])
    read = rows.annotate(last_read=last_read).filter(last_read__gte=F("created_at"))
    ids = dict(read.values_list("pk", "last_read"))
    for pk, at in ids.items():
        Notification.objects.filter(pk=pk).update(read_at=at)
    return len(ids)

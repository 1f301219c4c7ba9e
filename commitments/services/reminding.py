"""Telling both sides of an agreed window that it comes, and asking them what became of it."""

from django.db import transaction

from commitments.enums import Side
from commitments.models import Commitment, Reminder
from commitments.services.stating import lock
from core.events.notices import request_notice

SOON = "hand_over_soon"
ASK = "hand_over_ask"
ASK_AGAIN = "hand_over_ask_again"


@transaction.atomic
def remind(*, commitment: Commitment, kind: str) -> bool:
    """Ask that both sides be told, once for each window. Harmless twice.

    Args:
        commitment: any copy of it.
        kind: `SOON`, `ASK` or `ASK_AGAIN`.

    Returns:
        Whether they are told now; False when its time has moved, or it has ended.
    """
    lock(commitment)
    due = Commitment.objects.filter(pk=commitment.pk).due_for(kind)
    if not due.exists():
        return False
    _reminder, is_new = Reminder.objects.get_or_create(
        commitment=commitment, kind=kind, window_end=commitment.handover_end
    )
    if not is_new:
        return False
    for side in Side:
        request_notice(
            kind,
            to=commitment.party(side),
            about=("commitment", commitment.pk),
            occasion=commitment.handover_end.isoformat(),
            cells=commitment.cell_ancestry,
        )
    return True

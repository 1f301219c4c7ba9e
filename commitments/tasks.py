from collections.abc import Callable

import structlog

from commitments.models import Commitment
from commitments.querysets import REMINDERS, CommitmentQuerySet
from commitments.services import expire, lapse
from commitments.services.reminding import remind

BATCH = 500
log = structlog.get_logger(__name__)


def expire_proposals() -> None:
    """End the proposals nobody answered; harmless twice, each in a transaction of its own."""
    _each(Commitment.objects.overdue().order_by("expires_at"), lambda row: expire(commitment=row))


def lapse_promises() -> None:
    """End the promises nobody spoke of again; harmless twice, each in its own transaction."""
    _each(Commitment.objects.unkept().order_by("handover_end"), lambda row: lapse(commitment=row))


def remind_of_hand_overs() -> None:
    """Tell both sides that a window comes, and ask them once it is over, and a day later.

    Harmless twice, each in a transaction of its own.
    """
    for kind in REMINDERS:
        due = Commitment.objects.due_for(kind).order_by("handover_end")
        _each(due, lambda row, kind=kind: remind(commitment=row, kind=kind))  # type: ignore[misc]


def _each(rows: CommitmentQuerySet, verb: Callable[[Commitment], object]) -> None:
    """Do it to each; what fails is logged and left for the next time, the rest goes on."""
    for commitment in rows[:BATCH]:
        try:
            verb(commitment)
        except Exception:
            log.exception("commitment_task_failed", commitment=str(commitment.pk))

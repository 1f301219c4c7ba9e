from commitments.models import Commitment
from commitments.services import expire, lapse

BATCH = 500


def expire_proposals() -> None:
    """End the proposals nobody answered; harmless twice, each in a transaction of its own."""
    for commitment in Commitment.objects.overdue().order_by("expires_at")[:BATCH]:
        expire(commitment=commitment)


def lapse_promises() -> None:
    """End the promises nobody spoke of again; harmless twice, each in its own transaction."""
    for commitment in Commitment.objects.unkept().order_by("handover_end")[:BATCH]:
        lapse(commitment=commitment)

from commitments.models import Commitment
from commitments.services import expire

BATCH = 500


def expire_proposals() -> None:
    """End the proposals nobody answered; harmless twice, each in a transaction of its own."""
    for commitment in Commitment.objects.overdue().order_by("expires_at")[:BATCH]:
        expire(commitment=commitment)

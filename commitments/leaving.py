"""What becomes of a person's promises when they leave."""

from django.db.models import Q

from accounts.models import User
from commitments.enums import OPEN, CommitmentState, Side
from commitments.models import Commitment
from commitments.services.ending import release
from commitments.services.stating import lock


def end_promises(person: User) -> None:
    """A hook for `accounts.services.leaving`: ends all that is open, whoever proposed it.

    What they promised for an organization is the organization's. Past its time too: nobody will
    say any more what happened.
    """
    own = Q(giver=person, giver_organization=None) | Q(receiver=person, receiver_organization=None)
    for commitment in Commitment.objects.open().filter(own).order_by("pk"):
        lock(commitment)
        if commitment.state not in OPEN:
            continue
        gives = commitment.giver_id == person.pk and commitment.giver_organization_id is None
        side = Side.GIVER if gives else Side.RECEIVER
        release(commitment, CommitmentState.CANCELLED, by=side, actor=person.pseudonym)

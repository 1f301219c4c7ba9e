"""Who has met whom: through a promise, or in a conversation."""

from uuid import UUID

from django.db.models import Q

from accounts.models import User
from commitments.models import Commitment
from conversations.models import Participant


def met_by_promise(user: User, person_id: UUID) -> bool:
    """Whether the other person is named on the other side of one of the person's exchanges."""
    theirs = Q(giver=person_id) | Q(receiver=person_id)
    return Commitment.objects.visible_to(user).filter(theirs).exists()


def met_in_conversation(user: User, person_id: UUID) -> bool:
    """Whether the other person takes part, or wrote, where the person reads along."""
    mine = Participant.objects.of(user).values("conversation_id")
    there = Participant.objects.filter(conversation__in=mine)
    return there.filter(Q(user=person_id) | Q(messages__author=person_id)).exists()

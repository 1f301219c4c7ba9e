"""Who has met whom: through a promise, or in a conversation."""

from uuid import UUID

from django.db.models import Q

from accounts.models import User
from commitments.enums import Side
from commitments.models import Commitment
from commitments.permissions import side_of
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


def other_person(user: User, exchange_id: UUID) -> User | None:
    """Who is on the other side of an exchange, or of a conversation of people, of the person's.

    Args:
        user: who asks.
        exchange_id: of a commitment, which its conversation shares, or of a conversation.
    """
    commitment = Commitment.objects.visible_to(user).with_parties().filter(pk=exchange_id).first()
    if commitment is not None:
        side = side_of(user, commitment)
        found = commitment.giver if side == Side.RECEIVER else commitment.receiver
        return None if found.pk == user.pk else found
    mine = Participant.objects.of(user).filter(conversation=exchange_id)
    if not mine.exists():
        return None
    there = Participant.objects.filter(conversation=exchange_id, user__isnull=False)
    other = there.exclude(user=user).select_related("user").first()
    return other.user if other else None

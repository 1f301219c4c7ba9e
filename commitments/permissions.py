from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import can_act_for
from commitments.enums import CommitmentState, Side, Verb
from commitments.models import Commitment
from core import clock


def side_of(user: User | AnonymousUser, commitment: Commitment) -> Side | None:
    """The side a person is on, for themselves or for an organization; None for a stranger.

    Of someone who acts for both, the side that has not proposed: the one that is asked.
    """
    sides = [side for side in Side if _speaks_for(user, commitment, side)]
    if len(sides) == 2:
        return Side.RECEIVER if commitment.proposed_by_giver else Side.GIVER
    return sides[0] if sides else None


def allowed(user: User | AnonymousUser, commitment: Commitment) -> list[Verb]:
    """The verbs a person may use now, in the order they are offered."""
    side = side_of(user, commitment)
    return [] if side is None else allowed_to(side, commitment)


def allowed_to(side: Side, commitment: Commitment) -> list[Verb]:
    """The verbs of one side, by state."""
    if commitment.state == CommitmentState.PROPOSED:
        if commitment.expires_at <= clock.now():
            return []
        if commitment.proposed_by(side):
            return [Verb.CANCEL]
        return [Verb.ACCEPT, Verb.DECLINE]
    if commitment.state == CommitmentState.ACCEPTED:
        over = commitment.handover_end <= clock.now()
        return [Verb.HAND_OVER, *([Verb.MISSED] if over else []), Verb.CANCEL]
    if commitment.state == CommitmentState.FULFILLED and commitment.disputed_at is None:
        said_by = Side.GIVER if commitment.handed_over_by_giver else Side.RECEIVER
        return [] if side == said_by else [Verb.DISPUTE]
    return []


def can_see_place(user: User | AnonymousUser, commitment: Commitment) -> bool:
    """The exact place is for the two sides, from acceptance until the commitment ends."""
    return commitment.state == CommitmentState.ACCEPTED and side_of(user, commitment) is not None


def _speaks_for(user: User | AnonymousUser, commitment: Commitment, side: Side) -> bool:
    organization = getattr(commitment, f"{side}_organization")
    if organization is not None:
        return can_act_for(user, organization)
    return user.is_authenticated and getattr(commitment, f"{side}_id") == user.pk

from decimal import Decimal
from typing import Any
from uuid import UUID

from commitments.enums import CommitmentState, Side
from commitments.models import Commitment
from commitments.services.stating import state_fact
from core import clock
from posts import services as posts
from posts.models import share


def release(
    commitment: Commitment,
    state: CommitmentState,
    *,
    by: Side | None,
    actor: UUID | None,
    reason: str = "",
    note: str = "",
) -> None:
    """End a locked commitment without a hand-over; what it held is free again at once.

    Args:
        commitment: an open one.
        state: how it ends; what happened is called the same.
        by: which side ends it; None for the system or a moderator.
        actor: pseudonym; None for the system.
        reason: of `CancelReason`.
        note: more about it, for the other side alone.
    """
    deltas = committed_delta(commitment, -commitment.grams)
    now = clock.now()
    commitment.change(
        state=state,
        ended_at=now,
        updated_at=now,
        ended_by_giver=None if by is None else by == Side.GIVER,
        cancel_reason=reason,
        cancel_note=note,
    )
    settle_posts(commitment, handed_over=Decimal(0), actor=actor)
    said = {"reason": reason} if reason else {}
    state_fact(commitment, str(state), by=by, actor=actor, **said, **deltas)


def committed_delta(commitment: Commitment, grams: int) -> dict[str, Any]:
    """A correction of what was promised, on the day of the promise; nothing for a proposal."""
    if commitment.accepted_at is None or not grams:
        return {}
    return {
        "committed_delta": grams,
        "committed_on": commitment.accepted_at.date().isoformat(),
    }


def settle_posts(commitment: Commitment, *, handed_over: Decimal, actor: UUID | None) -> None:
    """Settle the request, then the listing: the order in which everybody locks."""
    if commitment.request is not None:
        posts.settle(
            commitment.request,
            promised=commitment.request_quantity,
            handed_over=_of_request(commitment, handed_over),
            actor=actor,
        )
    if commitment.listing is not None:
        posts.settle(
            commitment.listing,
            promised=commitment.quantity,
            handed_over=handed_over,
            actor=actor,
        )


def _of_request(commitment: Commitment, handed_over: Decimal) -> Decimal:
    """The handed-over part in the request's own unit."""
    if handed_over == commitment.quantity:
        return commitment.request_quantity
    return share(handed_over, commitment.quantity, commitment.request_quantity)

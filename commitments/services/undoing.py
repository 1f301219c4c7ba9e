"""Undoing what was declined or cancelled a moment ago."""

from django.db import transaction

from accounts.models import User
from accounts.permissions import require_unsuspended
from commitments.enums import OPEN, CommitmentState, Verb
from commitments.models import Commitment
from commitments.permissions import side_of
from commitments.services.ending import committed_delta
from commitments.services.holding import hold_posts
from commitments.services.stating import lock, require, state_fact
from commitments.services.terms import check_between
from core import clock


@transaction.atomic
def undo(*, commitment: Commitment, by: User) -> Commitment:
    """Let a declined or cancelled commitment stand again as it was before. Harmless twice.

    Args:
        commitment: ended at most `UNDO_MINUTES` ago, by the person's own side.
        by: who ended it, or acts for the same organization.

    Raises:
        NotAllowed: a stranger, or the other side.
        NotEnoughLeft: others were promised it since.
        Suspended: for a time they may not promise anything.
        TransitionForbidden: too late, what it is about is no longer open, or the other side is gone
            or blocked by now.
    """
    require_unsuspended(by)
    lock(commitment)
    side = side_of(by, commitment)
    if commitment.state in OPEN and side is not None and commitment.ended_by(side):
        return commitment
    side = require(Verb.UNDO, by=by, commitment=commitment)
    check_between(commitment)
    before = CommitmentState.PROPOSED
    if commitment.accepted_at is not None:
        before = CommitmentState.ACCEPTED
    commitment.change(
        state=before, ended_at=None, cancel_reason="", cancel_note="", updated_at=clock.now()
    )
    hold_posts(commitment, actor=by.pseudonym)
    deltas = committed_delta(commitment, commitment.grams)
    state_fact(commitment, "undone", by=side, actor=by.pseudonym, **deltas)
    return commitment

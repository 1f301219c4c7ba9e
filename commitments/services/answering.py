"""Answering a proposal, and taking a promise back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.enums import OPEN, CommitmentState, Verb
from commitments.models import Commitment
from commitments.permissions import can_moderate, side_of
from commitments.services.ending import release
from commitments.services.stating import lock, not_now, require, state_fact
from core import clock
from core.errors import NotAllowed


@transaction.atomic
def accept(*, commitment: Commitment, by: User) -> Commitment:
    """Agree to a proposal. Harmless twice by the side that was asked.

    Raises:
        NotAllowed: a stranger.
        TransitionForbidden: not theirs to answer, answered otherwise, or too late.
    """
    lock(commitment)
    if _repeats(commitment, by, CommitmentState.ACCEPTED):
        return commitment
    require(Verb.ACCEPT, by=by, commitment=commitment)
    now = clock.now()
    commitment.change(state=CommitmentState.ACCEPTED, accepted_at=now, updated_at=now)
    state_fact(
        commitment,
        "updated",
        actor=by.pseudonym,
        committed_delta=commitment.grams,
        committed_on=now.date().isoformat(),
        minutes_to_commitment=_minutes_since(_opened_at(commitment), now),
    )
    return commitment


@transaction.atomic
def decline(*, commitment: Commitment, by: User) -> Commitment:
    """Say no to a proposal; its quantity is free again at once. Harmless twice.

    Raises:
        NotAllowed: a stranger.
        TransitionForbidden: not theirs to answer, or answered otherwise.
    """
    return _end(commitment, by, Verb.DECLINE, CommitmentState.DECLINED)


@transaction.atomic
def cancel(*, commitment: Commitment, by: User) -> Commitment:
    """Take back one's proposal, or an agreed promise by either side; its quantity is free again.

    Raises:
        NotAllowed: a stranger.
        TransitionForbidden: it has ended otherwise.
    """
    return _end(commitment, by, Verb.CANCEL, CommitmentState.CANCELLED)


@transaction.atomic
def cancel_as_moderator(*, commitment: Commitment, by: User) -> Commitment:
    """End a promise that two others made; its quantity is free again. Harmless twice.

    Raises:
        NotAllowed: no moderator.
        TransitionForbidden: it has ended otherwise.
    """
    lock(commitment)
    if not can_moderate(by):
        raise NotAllowed(_("Only moderators may do this."))
    if commitment.state == CommitmentState.CANCELLED:
        return commitment
    if commitment.state not in OPEN:
        raise not_now(commitment, [])
    release(commitment, CommitmentState.CANCELLED, actor=by.pseudonym)
    return commitment


@transaction.atomic
def expire(*, commitment: Commitment) -> bool:
    """End a proposal that nobody answered in time.

    Returns:
        Whether it expired now.
    """
    lock(commitment)
    if not Commitment.objects.overdue().filter(pk=commitment.pk).exists():
        return False
    release(commitment, CommitmentState.EXPIRED, actor=None)
    return True


def _end(commitment: Commitment, by: User, verb: Verb, state: CommitmentState) -> Commitment:
    lock(commitment)
    if _repeats(commitment, by, state):
        return commitment
    require(verb, by=by, commitment=commitment)
    release(commitment, state, actor=by.pseudonym)
    return commitment


def _repeats(commitment: Commitment, by: User, state: CommitmentState) -> bool:
    """Whether a side asks again for what is so already."""
    return commitment.state == state and side_of(by, commitment) is not None


def _opened_at(commitment: Commitment) -> datetime:
    post = commitment.listing or commitment.request
    return commitment.created_at if post is None else post.created_at


def _minutes_since(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds() // 60))

"""Answering a proposal, and taking a promise back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from commitments.enums import OPEN, CancelReason, CommitmentState, Verb
from commitments.models import Commitment
from commitments.permissions import can_moderate, side_of
from commitments.services.ending import release
from commitments.services.reopening import tell_who_asked
from commitments.services.stating import check_words, lock, not_now, require, state_fact
from core import clock
from core.errors import Invalid, NotAllowed


@transaction.atomic
def accept(*, commitment: Commitment, by: User) -> Commitment:
    """Agree to a proposal as it stands. Harmless twice by the side that was asked.

    Raises:
        NotAllowed: a stranger.
        Suspended: for a time they may not promise anything.
        TransitionForbidden: not theirs to answer, answered otherwise, or too late.
    """
    require_unsuspended(by)
    lock(commitment)
    if _repeats(commitment, by, CommitmentState.ACCEPTED):
        return commitment
    side = require(Verb.ACCEPT, by=by, commitment=commitment)
    deltas = agreed(commitment)
    state_fact(commitment, "accepted", by=side, actor=by.pseudonym, **deltas)
    return commitment


def agreed(commitment: Commitment, **changes: Any) -> dict[str, Any]:
    """Turn a locked proposal into a promise.

    Args:
        commitment: proposed.
        changes: what else changes with it.

    Returns:
        What it changes in the figures; the caller records the event.
    """
    now = clock.now()
    commitment.change(state=CommitmentState.ACCEPTED, accepted_at=now, updated_at=now, **changes)
    return {
        "committed_delta": commitment.grams,
        "committed_on": now.date().isoformat(),
        "minutes_to_commitment": _minutes_since(_opened_at(commitment), now),
    }


@transaction.atomic
def decline(*, commitment: Commitment, by: User) -> Commitment:
    """Say no to a proposal; its quantity is free again at once. Harmless twice.

    Raises:
        NotAllowed: a stranger.
        TransitionForbidden: not theirs to answer, or answered otherwise.
    """
    lock(commitment)
    if _repeats(commitment, by, CommitmentState.DECLINED):
        return commitment
    side = require(Verb.DECLINE, by=by, commitment=commitment)
    release(commitment, CommitmentState.DECLINED, by=side, actor=by.pseudonym)
    return commitment


@transaction.atomic
def cancel(
    *, commitment: Commitment, by: User, reason: str = CancelReason.OTHER, note: str = ""
) -> Commitment:
    """Take back one's proposal, or an agreed promise by either side; its quantity is free again.

    Whoever asked for such food nearby is told that there is some. Harmless twice.

    Args:
        commitment: an open one.
        by: who takes it back.
        reason: of `CancelReason`; told to the other side.
        note: more about it, for the other side alone.

    Raises:
        Invalid: on `reason` or `note`.
        NotAllowed: a stranger.
        TransitionForbidden: it has ended otherwise.
    """
    if reason not in CancelReason.values:
        raise Invalid(reason=_("Choose one of the reasons."))
    lock(commitment)
    if _repeats(commitment, by, CommitmentState.CANCELLED):
        return commitment
    side = require(Verb.CANCEL, by=by, commitment=commitment)
    check_words(commitment, "cancel_note", note, field="note")
    release(
        commitment,
        CommitmentState.CANCELLED,
        by=side,
        actor=by.pseudonym,
        reason=reason,
        note=note.strip(),
    )
    tell_who_asked(commitment)
    return commitment


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
    release(commitment, CommitmentState.CANCELLED, by=None, actor=by.pseudonym)
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
    release(commitment, CommitmentState.EXPIRED, by=None, actor=None)
    return True


def _repeats(commitment: Commitment, by: User, state: CommitmentState) -> bool:
    """Whether a side asks again for what is so already."""
    return commitment.state == state and side_of(by, commitment) is not None


def _opened_at(commitment: Commitment) -> datetime:
    post = commitment.listing or commitment.request
    return commitment.created_at if post is None else post.created_at


def _minutes_since(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds() // 60))

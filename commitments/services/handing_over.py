"""Keeping a promise, or saying that it was not kept."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.enums import CommitmentState, Side, Verb
from commitments.models import Commitment
from commitments.permissions import side_of
from commitments.services.ending import committed_delta, release, settle_posts
from commitments.services.proving import Proof
from commitments.services.stating import lock, require, state_fact
from core import clock
from core.errors import Invalid
from posts.models import THOUSANDTH


@transaction.atomic
def hand_over(
    *,
    commitment: Commitment,
    by: User,
    quantity: Decimal | None = None,
    proof: Proof | None = None,
) -> Commitment:
    """Say that it changed hands, wholly or in part; it counts at once, the rest is open again.

    The other side is asked whether it was so, unless their code proves that they were there.

    Args:
        commitment: an agreed one.
        by: either side.
        quantity: how much, in its unit; all of it by default.
        proof: of the receiver's code, where the giver has entered it.

    Raises:
        Invalid: on `quantity`.
        NotAllowed: a stranger.
        TransitionForbidden: not agreed, or ended otherwise.
    """
    lock(commitment)
    if _repeats(commitment, by, quantity):
        return commitment
    side = require(Verb.HAND_OVER, by=by, commitment=commitment)
    given = commitment.quantity if quantity is None else quantity
    _check_quantity(commitment, given)
    by_both = proof is not None and proof.commitment_id == commitment.pk and side == Side.GIVER
    now = clock.now()
    grams = commitment.grams_of(given)
    deltas = committed_delta(commitment, grams - commitment.grams)
    commitment.change(
        state=CommitmentState.FULFILLED,
        ended_at=now,
        updated_at=now,
        handed_over=given,
        handed_over_grams=grams,
        handed_over_by_giver=side == Side.GIVER,
        confirmed_at=now if by_both else None,
        offered_by_giver=None,
    )
    settle_posts(commitment, handed_over=given, actor=by.pseudonym)
    state_fact(
        commitment,
        "handed_over",
        by=side,
        actor=by.pseudonym,
        confirmed=by_both,
        handed_over_delta=grams,
        handed_over_on=now.date().isoformat(),
        **deltas,
    )
    return commitment


@transaction.atomic
def confirm(*, commitment: Commitment, by: User) -> Commitment:
    """Say that the hand-over the other side stated happened so. Harmless twice.

    Raises:
        NotAllowed: a stranger.
        TransitionForbidden: one's own statement, a disputed one, or nothing was stated.
    """
    lock(commitment)
    side = side_of(by, commitment)
    confirmed = commitment.confirmed_at is not None
    if confirmed and side is not None and not commitment.stated_by(side):
        return commitment
    side = require(Verb.CONFIRM, by=by, commitment=commitment)
    now = clock.now()
    commitment.change(confirmed_at=now, updated_at=now)
    state_fact(commitment, "confirmed", by=side, actor=by.pseudonym)
    return commitment


@transaction.atomic
def dispute(*, commitment: Commitment, by: User) -> Commitment:
    """Say that the hand-over the other side stated did not happen so; it no longer counts.

    Harmless twice. What becomes of it is for the two, or a moderator, to find out.

    Raises:
        NotAllowed: a stranger.
        TransitionForbidden: one's own statement, or nothing was stated.
    """
    lock(commitment)
    if commitment.disputed_at is not None and side_of(by, commitment) is not None:
        return commitment
    side = require(Verb.DISPUTE, by=by, commitment=commitment)
    now = clock.now()
    day = commitment.ended_at or now
    commitment.change(disputed_at=now, updated_at=now)
    state_fact(
        commitment,
        "disputed",
        by=side,
        actor=by.pseudonym,
        disputed=True,
        handed_over_delta=-commitment.handed_over_grams,
        handed_over_on=day.date().isoformat(),
    )
    return commitment


@transaction.atomic
def miss(*, commitment: Commitment, by: User) -> Commitment:
    """Say, after its time, that the hand-over did not happen; its quantity is free again.

    Harmless twice. Nobody is blamed.

    Raises:
        NotAllowed: a stranger.
        TransitionForbidden: its time is not over, or it has ended otherwise.
    """
    lock(commitment)
    if commitment.state == CommitmentState.MISSED and side_of(by, commitment) is not None:
        return commitment
    side = require(Verb.MISSED, by=by, commitment=commitment)
    release(commitment, CommitmentState.MISSED, by=side, actor=by.pseudonym)
    return commitment


@transaction.atomic
def lapse(*, commitment: Commitment) -> bool:
    """Call a promise missed when, `UNKEPT_HOURS` after its time, neither side has said a word.

    Returns:
        Whether it lapsed now.
    """
    lock(commitment)
    if not Commitment.objects.unkept().filter(pk=commitment.pk).exists():
        return False
    release(commitment, CommitmentState.MISSED, by=None, actor=None)
    return True


def _check_quantity(commitment: Commitment, quantity: Decimal) -> None:
    in_range = 0 < quantity <= commitment.quantity
    if not in_range or quantity != quantity.quantize(THOUSANDTH):
        raise Invalid(
            quantity=_("Give a quantity above zero, at most %(promised)s.")
            % {"promised": format(commitment.quantity.normalize(), "f")}
        )


def _repeats(commitment: Commitment, by: User, quantity: Decimal | None) -> bool:
    """Whether a side states again the hand-over that is stated already."""
    return (
        commitment.state == CommitmentState.FULFILLED
        and side_of(by, commitment) is not None
        and quantity in (None, commitment.handed_over)
    )

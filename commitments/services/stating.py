from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.enums import TRANSITIONS, Side, Verb
from commitments.models import Commitment
from commitments.permissions import allowed_to, side_of
from core.errors import Invalid, NotAllowed, TransitionForbidden
from core.events.log import record


def state_fact(
    commitment: Commitment, happened: str, *, by: Side | None, actor: UUID | None, **facts: Any
) -> None:
    """Record what happened to a commitment, in the words all its events share.

    Args:
        commitment: with the version the change gave it.
        happened: `proposed`, `accepted`, …: what those who are told of it go by.
        by: whose doing it was; None for the system or a moderator.
        actor: pseudonym; None for the system.
        facts: what else it says, and what it changes in the figures.
    """
    record(
        "commitment.created" if happened == "proposed" else "commitment.updated",
        subject=commitment,
        actor=actor,
        payload=commitment.facts(happened, by, **facts),
        cells=commitment.cell_ancestry,
    )


def lock(commitment: Commitment) -> None:
    """Hold the row until the transaction ends, and read it again with all it names."""
    rows = Commitment.objects.with_parties().select_for_update(of=("self",))
    commitment.refresh_from_db(from_queryset=rows)


def require(verb: Verb, *, by: User, commitment: Commitment) -> Side:
    """Refuse a verb that is not the person's to use on a locked commitment.

    Returns:
        The side they are on.

    Raises:
        NotAllowed: a stranger, or a verb that only the other side has now.
        TransitionForbidden: the state does not allow it.
    """
    side = side_of(by, commitment)
    if side is None:
        raise NotAllowed(_("This is between two others."))
    verbs = allowed_to(side, commitment)
    if verb in verbs:
        return side
    refusal = not_now(commitment, verbs)
    if verb in allowed_to(side.other, commitment):
        raise NotAllowed(_("This is for the other side to say."), refusal.details)
    raise refusal


def not_now(commitment: Commitment, allowed: Sequence[Verb]) -> TransitionForbidden:
    """The refusal of what the state does not allow; names the state, and what it does allow."""
    return TransitionForbidden(
        _("This cannot be done now: %(state)s.") % {"state": commitment.get_state_display()},
        {
            "state": commitment.state,
            "allowed": [str(verb) for verb in allowed],
            "transitions": list(TRANSITIONS[commitment.state]),
        },
    )


def check_words(commitment: Commitment, column: str, words: str, *, field: str) -> None:
    """Refuse what a column of words does not take.

    Args:
        commitment: any.
        column: where the words shall stand.
        words: as typed.
        field: what to complain about.

    Raises:
        Invalid: on `field`.
    """
    try:
        commitment._meta.get_field(column).clean(words, commitment)  # type: ignore[union-attr]
    except ValidationError as error:
        raise Invalid(**{field: error.messages}) from error

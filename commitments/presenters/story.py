"""How far a commitment has come: the steps of its timeline."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catalog.units import quantity_text
from commitments.enums import CommitmentState, Side
from commitments.models import Commitment
from core import moments

S = CommitmentState


@dataclass(frozen=True)
class Step:
    """What `components/timeline.html` shows; `state` is done, now, next or failed."""

    title: str
    text: str
    when: str
    when_iso: str
    state: str


def steps(commitment: Commitment, side: Side, units: str) -> list[Step]:
    """From the proposal to the end, or to what is still ahead.

    Args:
        commitment: with its parties.
        side: the viewer's.
        units: the viewer's, `metric` or `imperial`.
    """
    return [
        _proposal(commitment, side),
        _answer(commitment, side),
        *_hand_over(commitment, side, units),
        *_dispute(commitment, side),
    ]


def _proposal(commitment: Commitment, side: Side) -> Step:
    said = _("You proposed it") if commitment.proposed_by(side) else _by(commitment, side)
    return _step(said, commitment.message, commitment.created_at, "done")


def _by(commitment: Commitment, side: Side) -> str:
    return _("%(other)s proposed it") % {"other": commitment.name_of(side.other)}


def _answer(commitment: Commitment, side: Side) -> Step:
    if commitment.accepted_at is not None:
        return _step(_("Agreed"), "", commitment.accepted_at, "done")
    if commitment.state == S.PROPOSED:
        expected = moments.moment(commitment.expires_at).text
        text = _("Without an answer by %(time)s it ends.") % {"time": expected}
        return _step(_("Answer"), text, None, "now")
    return _step(str(commitment.get_state_display()), "", commitment.ended_at, "failed")


def _hand_over(commitment: Commitment, side: Side, units: str) -> list[Step]:
    if commitment.state in (S.DECLINED, S.EXPIRED) or _taken_back(commitment):
        return []
    if commitment.state == S.FULFILLED:
        quantity = quantity_text(commitment.handed_over, commitment.unit, units)
        words = {"quantity": quantity, "other": commitment.name_of(side.other)}
        if commitment.stated_by(side):
            text = _("%(quantity)s, as you said.") % words
        else:
            text = _("%(quantity)s, as %(other)s said.") % words
        return [_step(_("Handed over"), text, commitment.ended_at, "done")]
    if commitment.state in (S.CANCELLED, S.MISSED):
        return [_step(str(commitment.get_state_display()), "", commitment.ended_at, "failed")]
    window = moments.span(commitment.handover_start, commitment.handover_end).text
    state = "now" if commitment.state == S.ACCEPTED else "next"
    return [_step(_("Hand-over"), window, None, state)]


def _taken_back(commitment: Commitment) -> bool:
    return commitment.state == S.CANCELLED and commitment.accepted_at is None


def _dispute(commitment: Commitment, side: Side) -> list[Step]:
    if commitment.disputed_at is None:
        return []
    other = {"other": commitment.name_of(side.other)}
    said = _("%(other)s disagrees") % other if commitment.stated_by(side) else _("You disagree")
    return [_step(said, "", commitment.disputed_at, "failed")]


def _step(title: str, text: str, at: datetime | None, state: str) -> Step:
    if at is None:
        return Step(title, text, "", "", state)
    told = moments.moment(at)
    return Step(title, text, told.text, told.iso, state)

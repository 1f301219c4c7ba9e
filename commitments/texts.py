"""The state of a commitment in words: always two texts, one a side."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from commitments.enums import CommitmentState, Side

if TYPE_CHECKING:
    from commitments.models import Commitment

S = CommitmentState

# One text a side. Of a proposal, the side that made it waits and the other one is asked; a
# hand-over is stated by one side, counts at once, and the other one is asked whether it was so.
WAITING_TEXT = _("You proposed this. %(other)s has not answered yet.")
ASKED_TEXT = _("%(other)s proposes this. What do you say?")
OFFERING_TEXT = _("You offered other times. %(other)s has not answered yet.")
OFFERED_TEXT = _("%(other)s offers other times. Choose one, or offer others.")
MOVING_TEXT = _(
    "Agreed. You asked for another time; until %(other)s chooses one, the agreed time holds."
)
MOVED_TEXT = _(
    "Agreed. %(other)s asks for another time; until you choose one, the agreed time holds."
)
OVER_TEXTS: dict[str, StrOrPromise] = {
    Side.GIVER: _("Its time is over. Did you hand it over to %(other)s?"),
    Side.RECEIVER: _("Its time is over. Did you get it from %(other)s?"),
}
STATED_TEXTS: dict[str, StrOrPromise] = {
    Side.GIVER: _("%(other)s says that you handed this over. If that is not so, say it here."),
    Side.RECEIVER: _("%(other)s says that you received this. If that is not so, say it here."),
}
DISPUTED_TEXT = _("%(other)s says that this is not what happened. Please talk to each other.")
DISPUTING_TEXT = _("You said that this is not what happened. Please talk to %(other)s.")
TEXTS: dict[str, dict[str, StrOrPromise]] = {
    S.ACCEPTED: {
        Side.GIVER: _("Agreed: you hand this over to %(other)s."),
        Side.RECEIVER: _("Agreed: %(other)s hands this over to you."),
    },
    S.FULFILLED: {
        Side.GIVER: _("You handed this over to %(other)s. Thank you."),
        Side.RECEIVER: _("You received this from %(other)s."),
    },
    S.DECLINED: {
        Side.GIVER: _("This was declined. What you offered is free again."),
        Side.RECEIVER: _("This was declined. You can look for something else."),
    },
    S.CANCELLED: {
        Side.GIVER: _("This was cancelled. What you offered is free again."),
        Side.RECEIVER: _("This was cancelled. You can look for something else."),
    },
    S.MISSED: {
        Side.GIVER: _("The hand-over did not happen. What you offered is free again."),
        Side.RECEIVER: _("The hand-over did not happen. You can ask again."),
    },
    S.EXPIRED: {
        Side.GIVER: _("Nobody answered in time. What you offered is free again."),
        Side.RECEIVER: _("Nobody answered in time. You can ask again."),
    },
}


def template_for(commitment: "Commitment", side: Side) -> StrOrPromise:
    """What is so now, for the person on that side, with a place for the other's name."""
    state = commitment.state
    spoken, offers = commitment.spoken_by(side), commitment.offered_by_giver is not None
    if state == S.PROPOSED and offers:
        return OFFERING_TEXT if spoken else OFFERED_TEXT
    if state == S.PROPOSED:
        return WAITING_TEXT if spoken else ASKED_TEXT
    if state == S.ACCEPTED and commitment.is_over:
        return OVER_TEXTS[side]
    if state == S.ACCEPTED and offers:
        return MOVING_TEXT if spoken else MOVED_TEXT
    if state == S.FULFILLED:
        return _done(commitment, side)
    return TEXTS[state][side]


def _done(commitment: "Commitment", side: Side) -> StrOrPromise:
    if commitment.disputed_at is not None:
        return DISPUTED_TEXT if commitment.stated_by(side) else DISPUTING_TEXT
    if commitment.confirmed_at is None and not commitment.stated_by(side):
        return STATED_TEXTS[side]
    return TEXTS[commitment.state][side]

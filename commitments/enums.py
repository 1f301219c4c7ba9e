from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise


class CommitmentState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("commitment", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("commitment", "Agreed")
    FULFILLED = "fulfilled", pgettext_lazy("commitment", "Handed over")
    DECLINED = "declined", pgettext_lazy("commitment", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("commitment", "Cancelled")
    MISSED = "missed", pgettext_lazy("commitment", "Missed")
    EXPIRED = "expired", pgettext_lazy("commitment", "Expired")


class Side(TextChoices):
    GIVER = "giver", _("Giving")
    RECEIVER = "receiver", _("Receiving")

    @property
    def other(self) -> "Side":
        return Side.RECEIVER if self == Side.GIVER else Side.GIVER


class Travel(TextChoices):
    COLLECT = "collect", _("The receiver collects it")
    DELIVER = "deliver", _("The giver brings it")
    MEET = "meet", _("Both meet at a place")


class Verb(TextChoices):
    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")
    CANCEL = "cancel", _("Cancel")
    HAND_OVER = "hand-over", _("Handed over")
    DISPUTE = "dispute", _("That is not what happened")
    MISSED = "missed", _("It did not happen")


S = CommitmentState
OPEN = (S.PROPOSED, S.ACCEPTED)

TRANSITIONS: dict[str, tuple[str, ...]] = {
    S.PROPOSED: (S.ACCEPTED, S.DECLINED, S.CANCELLED, S.EXPIRED),
    S.ACCEPTED: (S.FULFILLED, S.CANCELLED, S.MISSED),
    S.FULFILLED: (),
    S.DECLINED: (),
    S.CANCELLED: (),
    S.MISSED: (),
    S.EXPIRED: (),
}

# One text a side. Of a proposal, the side that made it waits and the other one is asked; a
# hand-over is stated by one side, counts at once, and the other one is asked whether it was so.
WAITING_TEXT = _("You proposed this. %(other)s has not answered yet.")
ASKED_TEXT = _("%(other)s proposes this. What do you say?")
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

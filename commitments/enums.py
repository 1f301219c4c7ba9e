from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    OFFER_WINDOWS = "offer-windows", _("Offer other times")
    CHOOSE_WINDOW = "choose-window", _("Choose a time")
    CONFIRM = "confirm", _("Confirm")
    THANK = "thank", _("Say thank you")
    UNDO = "undo", _("Undo")


class CancelReason(TextChoices):
    CANNOT_COME = "cannot_come", _("I cannot make it")
    GONE = "gone", _("The food is no longer there, or no longer good")
    NOT_NEEDED = "not_needed", _("It is no longer needed")
    ILL = "ill", _("Someone is ill")
    NO_ANSWER = "no_answer", _("I could not reach the other side")
    OTHER = "other", _("Something else")


class Thanks(TextChoices):
    THANK_YOU = "thank_you", _("Thank you!")
    MADE_MY_DAY = "made_my_day", _("It made my day.")
    TASTED_GOOD = "tasted_good", _("It tasted wonderful.")
    WELL_PACKED = "well_packed", _("It was so well prepared.")
    ON_TIME = "on_time", _("Thank you for being on time.")
    SEE_YOU = "see_you", _("See you next time!")


S = CommitmentState
OPEN = (S.PROPOSED, S.ACCEPTED)

TRANSITIONS: dict[str, tuple[str, ...]] = {
    S.PROPOSED: (S.ACCEPTED, S.DECLINED, S.CANCELLED, S.EXPIRED),
    S.ACCEPTED: (S.FULFILLED, S.CANCELLED, S.MISSED),
    S.FULFILLED: (),
    S.DECLINED: (S.PROPOSED,),  # undone
    S.CANCELLED: (S.PROPOSED, S.ACCEPTED),  # undone
    S.MISSED: (),
    S.EXPIRED: (),
}

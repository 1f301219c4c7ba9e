"""What each verb is called, and what is asked before it is said."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from commitments.enums import Side, Verb


@dataclass(frozen=True)
class Question:
    """One verb for one side.

    Args:
        label: on the button that leads to it.
        title: the question.
        consequence: what happens then.
        submit: on the button that says it.
        done: said once it has happened.
        look: class of the button.
        asks: whether it is asked before it is said.
    """

    label: StrOrPromise
    title: StrOrPromise
    consequence: StrOrPromise
    submit: StrOrPromise
    done: StrOrPromise
    look: str = "btn btn--quiet"
    asks: bool = True


_ACCEPT = Question(
    label=_("Accept"),
    title=_("Accept this?"),
    consequence=_("From then on both of you see where to go."),
    submit=_("Accept"),
    done=_("Agreed. Both of you see now when and where."),
    look="btn",
    asks=False,
)
_DECLINE = Question(
    label=_("Decline"),
    title=_("Decline this?"),
    consequence=_("The quantity is free for others again. No reason is asked."),
    submit=_("Decline"),
    done=_("Declined. The quantity is free again."),
    asks=False,
)
_CANCEL = Question(
    label=_("Cancel"),
    title=_("Cancel this?"),
    consequence=_("The other side is told, and the quantity is free for others at once."),
    submit=_("Cancel it"),
    done=_("Cancelled. The quantity is free again."),
    look="btn btn--plain",
)
_DISPUTE = Question(
    label=_("That is not what happened"),
    title=_("Did this not happen so?"),
    consequence=_("It stops counting as handed over, and the other side reads that you disagree."),
    submit=_("It did not happen so"),
    done=_("Noted. Please talk to each other."),
)
_MISSED = Question(
    label=_("It did not happen"),
    title=_("Did the hand-over not happen?"),
    consequence=_("The quantity is free for others again. Nobody is blamed."),
    submit=_("It did not happen"),
    done=_("Noted. The quantity is free again."),
)
_GIVEN = Question(
    label=_("I handed it over"),
    title=_("How much did you hand over?"),
    consequence=_("What was not handed over is free for others again."),
    submit=_("I handed it over"),
    done=_("Thank you! It counts from now on."),
    look="btn",
)
_RECEIVED = Question(
    label=_("I received it"),
    title=_("How much did you receive?"),
    consequence=_("What was not handed over is free for others again."),
    submit=_("I received it"),
    done=_("Thank you! It counts from now on."),
    look="btn",
)
_OFFER_WINDOWS = Question(
    label=_("Offer other times"),
    title=_("When else could it be?"),
    consequence=_(
        "The other side chooses one of them, or offers others. Nothing is lost till then."
    ),
    submit=_("Offer these"),
    done=_("Sent. The other side chooses one, or offers others."),
)
_CHOOSE_WINDOW = Question(
    label=_("See the times"),
    title=_("Which time suits you?"),
    consequence=_("With that it is agreed."),
    submit=_("Choose this time"),
    done=_("Agreed. Both of you see now when and where."),
    look="btn",
)
_CONFIRM = Question(
    label=_("Yes, that is right"),
    title=_("Is that right?"),
    consequence=_("Both of you have said it then."),
    submit=_("Yes, that is right"),
    done=_("Thank you for confirming it."),
    look="btn",
    asks=False,
)
_THANK = Question(
    label=_("Say thank you"),
    title=_("Say thank you"),
    consequence=_("Only the other side reads it."),
    submit=_("Send it"),
    done=_("Your thanks are on their way."),
)
_UNDO = Question(
    label=_("Undo"),
    title=_("Undo this?"),
    consequence=_("It stands again as it was before, if the quantity is still free."),
    submit=_("Undo"),
    done=_("It stands again as it was."),
    asks=False,
)
_FOR_BOTH = {
    Verb.OFFER_WINDOWS: _OFFER_WINDOWS,
    Verb.CHOOSE_WINDOW: _CHOOSE_WINDOW,
    Verb.CONFIRM: _CONFIRM,
    Verb.THANK: _THANK,
    Verb.UNDO: _UNDO,
    Verb.ACCEPT: _ACCEPT,
    Verb.DECLINE: _DECLINE,
    Verb.CANCEL: _CANCEL,
    Verb.DISPUTE: _DISPUTE,
    Verb.MISSED: _MISSED,
}
_HAND_OVER = {Side.GIVER: _GIVEN, Side.RECEIVER: _RECEIVED}


def question(verb: Verb, side: Side) -> Question:
    """The words of a verb for the person on that side."""
    return _HAND_OVER[side] if verb == Verb.HAND_OVER else _FOR_BOTH[verb]

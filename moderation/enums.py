from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise


class SubjectType(TextChoices):
    LISTING = "listing", _("food offered")
    REQUEST = "request", _("a request")
    PERSON = "person", _("a person")
    MESSAGE = "message", _("a message")
    ORGANIZATION = "organization", _("an organization")


class Reason(TextChoices):
    UNSAFE_FOOD = "unsafe_food", _("The food is not safe to eat")
    THREAT = "threat", _("I do not feel safe")
    NOT_FOOD = "not_food", _("This is not food, or it is for sale")
    RUDE = "rude", _("Rude or hurtful words")
    NO_SHOW = "no_show", _("Agrees again and again, and never comes")
    SPAM = "spam", _("Advertising or spam")
    WRONG_PLACE = "wrong_place", _("The place is wrong, or not there")
    OTHER = "other", _("Something else")


R = Reason
SAFETY = (R.UNSAFE_FOOD, R.THREAT)
REASONS: dict[str, tuple[Reason, ...]] = {
    SubjectType.LISTING: (R.UNSAFE_FOOD, R.NOT_FOOD, R.WRONG_PLACE, R.RUDE, R.SPAM, R.OTHER),
    SubjectType.REQUEST: (R.NOT_FOOD, R.RUDE, R.SPAM, R.WRONG_PLACE, R.OTHER),
    SubjectType.PERSON: (R.THREAT, R.NO_SHOW, R.RUDE, R.UNSAFE_FOOD, R.SPAM, R.OTHER),
    SubjectType.MESSAGE: (R.THREAT, R.RUDE, R.SPAM, R.OTHER),
    SubjectType.ORGANIZATION: (R.WRONG_PLACE, R.UNSAFE_FOOD, R.NOT_FOOD, R.RUDE, R.SPAM, R.OTHER),
}


class Action(TextChoices):
    DISMISS = "dismiss", pgettext_lazy("moderation", "Nothing to do")
    WARN = "warn", pgettext_lazy("moderation", "Warn")
    HIDE = "hide", pgettext_lazy("moderation", "Hide it")
    RESTORE = "restore", pgettext_lazy("moderation", "Show it again")
    SUSPEND = "suspend", pgettext_lazy("moderation", "Suspend the person")
    LIFT = "lift", pgettext_lazy("moderation", "Lift the suspension")


ABOUT_THINGS = (Action.HIDE, Action.RESTORE)
AGAINST = (Action.WARN, Action.HIDE, Action.SUSPEND)
"""What people are told the reasons of, and may object to."""

# What those it is about are told.
TOLD: dict[str, StrOrPromise] = {
    Action.WARN: _("A moderator asks you to keep to the house rules."),
    Action.HIDE: _("A moderator has hidden something of yours. Only you still see it."),
    Action.RESTORE: _("A moderator shows again what was hidden."),
    Action.SUSPEND: _(
        "A moderator has suspended your account. You can read, keep or cancel what you have "
        "agreed on, and take your data with you; you cannot post, propose or write."
    ),
    Action.LIFT: _("A moderator has lifted the suspension of your account."),
}


class Outcome(TextChoices):
    UPHELD = "upheld", _("The decision stays")
    REVERSED = "reversed", _("The decision is taken back")

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConversationKind(TextChoices):
    """What it stands on: a promise of two sides, or that both agreed to keep in touch."""

    COMMITMENT = "commitment", _("about an exchange")
    PEOPLE = "people", _("keeping in touch")


class Phrase(TextChoices):
    """What can be said by one tap; each reader is shown it in their own language."""

    ON_MY_WAY = "on-my-way", _("I am on my way.")
    LATE_10 = "late-10", _("I am late by 10 minutes.")
    LATE_30 = "late-30", _("I am late by half an hour.")
    WHERE = "where", _("Where exactly?")
    HERE = "here", _("I am here.")
    CANNOT_COME = "cannot-come", _("I cannot come today.")
    STILL_GOOD = "still-good", _("Is it still there?")
    YES = "yes", _("Yes.")
    NO = "no", _("No, sorry.")
    THANKS = "thanks", _("Thank you!")

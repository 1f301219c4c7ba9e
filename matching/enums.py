from enum import IntEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostKind(TextChoices):
    """What is looked for; the values are the subject types."""

    LISTING = "listing", _("Food on offer")
    REQUEST = "request", _("Food that is needed")


class Closeness(IntEnum):
    """How near a listing's food is to what a request names; less is closer."""

    SAME_FOOD = 0
    SAME_NAME = 1
    WHOLE_CATEGORY = 2
    SAME_CATEGORY = 3


# Closer than this, and somebody who is not looking is told of it.
TELLING = (Closeness.SAME_FOOD, Closeness.SAME_NAME, Closeness.WHOLE_CATEGORY)


class AlertReason(TextChoices):
    SEARCH = "search", _("a saved search")
    MATCH = "match", _("an open request")


class AlertState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Told")
    CLOSED = "closed", _("Not told: it was gone by then")
    UNWANTED = "unwanted", _("Not told: no longer looked for")
    ENOUGH = "enough", _("Not told: enough for one day")

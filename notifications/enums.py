from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """The ways in which news reach a person."""

    SITE = "site", _("Here on the site")
    EMAIL = "email", _("E-mail")
    PUSH = "push", _("On my devices")


class DispatchState(TextChoices):
    PLANNED = "planned", pgettext_lazy("dispatch", "Planned")
    SENT = "sent", pgettext_lazy("dispatch", "Sent")
    SKIPPED = "skipped", pgettext_lazy("dispatch", "Not sent, on purpose")
    FAILED = "failed", pgettext_lazy("dispatch", "Failed")


class DigestRhythm(TextChoices):
    OFF = "off", _("Each by itself")
    DAILY = "daily", _("Together, once a day")
    WEEKLY = "weekly", _("Together, once a week")


class Weekday(TextChoices):
    """Monday first, as `date.weekday()` counts."""

    MONDAY = "0", _("Monday")
    TUESDAY = "1", _("Tuesday")
    WEDNESDAY = "2", _("Wednesday")
    THURSDAY = "3", _("Thursday")
    FRIDAY = "4", _("Friday")
    SATURDAY = "5", _("Saturday")
    SUNDAY = "6", _("Sunday")


class Skipped(TextChoices):
    """Why something planned was not sent after all."""

    OFF = "off", _("switched off")
    STALE = "stale", _("no longer news")
    READ = "read", _("read already")
    GONE = "gone", _("its subject is gone")
    CLOSED = "closed", _("the account is closed")
    NO_DEVICE = "no_device", _("the device is gone")
    EMPTY = "empty", _("nothing unread was left")


class Group(TextChoices):
    """How the kinds are grouped where people choose among them."""

    EXCHANGES = "exchanges", _("My exchanges")
    HAND_OVERS = "hand_overs", _("Hand-overs")
    POSTS = "posts", _("What I share and ask for")
    FOUND = "found", _("Found for me")
    ORGANIZATIONS = "organizations", _("My organizations")
    SITE = "site", _("About this site and its rules")

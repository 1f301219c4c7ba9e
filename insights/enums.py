from django.db import models
from django.utils.translation import gettext_lazy as _


class Window(models.IntegerChoices):
    """How many UTC days a figure looks back, today included."""

    WEEK = 7, _("7 days")
    FORTNIGHT = 14, _("14 days")
    MONTH = 30, _("30 days")


class SignalKind(models.TextChoices):
    SURPLUS = "surplus", _("surplus")
    SHORTAGE = "shortage", _("shortage")
    WASTE = "waste", _("waste")
    MISMATCH = "mismatch", _("mismatch")
    SLOW_ANSWERS = "slow_answers", _("slow answers")


class Severity(models.IntegerChoices):
    MILD = 1, _("mild")
    MARKED = 2, _("marked")
    STRONG = 3, _("strong")


class Source(models.TextChoices):
    """Who wrote an explanation."""

    PLAIN = "plain", _("fixed sentences")
    BEDROCK = "bedrock", _("a language model")


class ExplanationState(models.TextChoices):
    """PLANNED: to be asked for. WRITTEN: passed its checks. REFUSED: did not; FAILED: no answer."""

    PLANNED = "planned", _("planned")
    WRITTEN = "written", _("written")
    REFUSED = "refused", _("refused by a check")
    FAILED = "failed", _("no answer")


class ExplanationContext(models.TextChoices):
    """Whom a text is for: anybody in town, or a grower who wonders what to grow or share."""

    TOWN = "town", _("for everybody")
    GROWER = "grower", _("for growers")


class CallOutcome(models.TextChoices):
    """ASKED: under way, or killed in between. KEPT: its text passed every check."""

    ASKED = "asked", _("asked")
    KEPT = "kept", _("kept")
    REFUSED = "refused", _("refused by a check")
    FAILED = "failed", _("no answer")


class ClosedBecause(models.TextChoices):
    """Why a signal no longer holds. HIDDEN: too few people stand behind its figures now."""

    OVER = "over", _("no longer so")
    SUPERSEDED = "superseded", _("another signal says more")
    HIDDEN = "hidden", _("too few people")


class Outlook(models.TextChoices):
    PLENTIFUL = "plentiful", _("plentiful")
    EVEN = "even", _("about even")
    SCARCE = "scarce", _("scarce")

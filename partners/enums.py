from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LineKind(TextChoices):
    NEED = "need", _("Needed")
    EXCESS = "excess", _("Too much of it")


class Outcome(TextChoices):
    """What became of a food bank's newest list."""

    NEW = "new", _("a new organization")
    UPDATED = "updated", _("a newer list")
    UNCHANGED = "unchanged", _("imported before")
    OLDER = "older", _("older than the one imported last")
    OVER = "over", _("its time is over")
    NO_PLACE = "no_place", _("without a place")
    NOT_OURS = "not_ours", _("the import may not act for it")
    REFUSED = "refused", _("refused")

    @property
    def is_skipped(self) -> bool:
        """Whether nothing was taken from the list, though it was not known before."""
        return self not in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED)

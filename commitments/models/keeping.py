"""What helps a promise to be kept: other times, reminders, guarded codes, a calendar."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from commitments.enums import Side
from commitments.models.commitment import Commitment


class OfferedWindow(models.Model):
    """A time that one side offered; those of the latest round can be chosen from."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="offered_windows", db_index=False
    )
    round = models.PositiveSmallIntegerField(_("round"))
    by_giver = models.BooleanField(_("offered by the giver"))
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("offered time")
        verbose_name_plural = _("offered times")
        ordering = ("round", "start", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "round", "start", "end"], name="window_offered_once"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="window_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} – {self.end:%Y-%m-%d %H:%M}"

    @property
    def side(self) -> Side:
        return Side.GIVER if self.by_giver else Side.RECEIVER


class Reminder(models.Model):
    """That both sides of an agreed window have been told or asked; once a kind and window."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, db_index=False)
    kind = models.CharField(_("kind"), max_length=24)
    window_end = models.DateTimeField(_("of the window until"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "kind", "window_end"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.window_end:%Y-%m-%d %H:%M}"


class CodeTries(models.Model):
    """How often a code was tried within the hour that began with the first try."""

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, primary_key=True)
    began_at = models.DateTimeField(_("began at"))
    tries = models.PositiveSmallIntegerField(_("tries"))

    class Meta:
        verbose_name = _("tries of a code")
        verbose_name_plural = _("tries of codes")

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.tries}"


class CalendarFeed(models.Model):
    """A person's secret address of their exchanges as a calendar.

    The token is made anew from `nonce` and the site's key, and found by its hash: the row alone
    gives it away to nobody.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="calendar_feed"
    )
    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user_id)

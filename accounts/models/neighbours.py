from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import User
from accounts.querysets import BlockQuerySet, CommunityQuerySet
from accounts.validators import validate_cell
from core import clock


class Block(models.Model):
    """One person wants nothing to do with another. It works both ways, and says so to neither."""

    blocker = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="blocks_met"
    )  # not theirs to know
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(
                condition=~models.Q(blocker=models.F("blocked")), name="block_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blocker} ⊘ {self.blocked}"


class Community(models.Model):
    """What the people of an area have agreed on. The one with the longest `cell` that holds a
    place speaks for it; the one without a cell speaks for everywhere else."""

    name = models.CharField(_("name"), max_length=80)
    cell = models.CharField(
        _("cell"),
        max_length=5,
        unique=True,
        blank=True,
        db_collation="C",
        validators=[validate_cell],
        help_text=_("A geohash of up to five letters; empty for everywhere else."),
    )
    head_start_minutes = models.PositiveSmallIntegerField(
        _("head start, in minutes"),
        default=30,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("How much earlier alerts reach those who received little lately."),
    )
    limit_commitments = models.PositiveSmallIntegerField(
        _("promises a person may receive"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Within the period; empty for no limit. Organizations have none."),
    )
    limit_days = models.PositiveSmallIntegerField(
        _("period, in days"), default=7, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(limit_days__range=(1, 30)), name="community_period_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name

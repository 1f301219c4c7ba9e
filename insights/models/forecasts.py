"""What the coming days are likely to bring."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.derived.models import DerivedModel
from insights.enums import Outlook
from insights.models.columns import CellField, SlugColumn
from insights.querysets import ForecastQuerySet


class Forecast(DerivedModel):
    """What is likely in a region in the `days` after `as_of`, with an interval; whole grams.

    Kept only where it was better than "the same as last week" in `tests_made` past weeks:
    `error_share` and `naive_error_share` are the mean absolute errors of both, as shares of what
    came.
    """

    cell = CellField(verbose_name=_("cell"))
    category = SlugColumn(verbose_name=_("category"))
    as_of = models.DateField(_("as of"))
    days = models.PositiveSmallIntegerField(_("days ahead"), default=14)
    outlook = models.CharField(_("outlook"), max_length=12, choices=Outlook)
    offered_g = models.BigIntegerField(_("grams offered"))
    offered_low_g = models.BigIntegerField()
    offered_high_g = models.BigIntegerField()
    requested_g = models.BigIntegerField(_("grams asked for"))
    requested_low_g = models.BigIntegerField()
    requested_high_g = models.BigIntegerField()
    weeks_seen = models.PositiveSmallIntegerField(_("weeks seen"))
    tests_made = models.PositiveSmallIntegerField(_("tests made"))
    error_share = models.DecimalField(_("usual error"), max_digits=5, decimal_places=2)
    naive_error_share = models.DecimalField(
        _("usual error of “as last week”"), max_digits=5, decimal_places=2
    )

    objects = ForecastQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(DerivedModel.Meta):
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [
            *DerivedModel.Meta.constraints,
            models.UniqueConstraint(fields=["cell", "category"], name="forecast_once"),
            models.CheckConstraint(
                condition=Q(outlook__in=Outlook.values), name="forecast_outlook_known"
            ),
            models.CheckConstraint(
                condition=Q(offered_low_g__lte=models.F("offered_g"))
                & Q(offered_high_g__gte=models.F("offered_g"))
                & Q(requested_low_g__lte=models.F("requested_g"))
                & Q(requested_high_g__gte=models.F("requested_g")),
                name="forecast_within_its_interval",
            ),
            models.CheckConstraint(
                condition=Q(error_share__lt=models.F("naive_error_share")),
                name="forecast_beats_last_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.category} {self.as_of}"

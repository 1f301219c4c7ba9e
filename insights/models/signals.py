"""The imbalances that figures state."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from core.derived.models import DerivedModel
from insights.enums import ClosedBecause, Severity, SignalKind, Window
from insights.models.columns import CellField, SlugColumn
from insights.querysets import SignalQuerySet, containing


class InsightSignal(DerivedModel):
    """An imbalance that a cell's shown figures state, with the numbers it rests on.

    `version` counts what was recorded of it; `inputs_hash` names the rounded numbers that an
    explanation may use. Closed, it no longer holds and is not shown; `superseded_by` is the signal
    that says of its cell and category what holds instead. `neighbour` is the cell on the other
    side of a mismatch, empty for other kinds.
    """

    subject_type: ClassVar[str] = "insight_signal"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=SignalKind)
    cell = CellField(verbose_name=_("cell"))
    neighbour = CellField(verbose_name=_("neighbouring cell"), blank=True, default="")
    category = SlugColumn(verbose_name=_("category"))
    window_days = models.PositiveSmallIntegerField(_("window"), choices=Window)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity)
    confidence = models.DecimalField(_("confidence"), max_digits=3, decimal_places=2)
    numbers = models.JSONField(_("numbers"))
    inputs_hash = models.CharField(max_length=64)
    first_seen = models.DateTimeField(_("first seen"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_because = models.CharField(
        _("closed because"), max_length=12, choices=ClosedBecause, blank=True, default=""
    )
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("superseded by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="supersedes",
    )
    version = models.PositiveIntegerField(default=1)

    objects = SignalQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(DerivedModel.Meta):
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        constraints = [
            *DerivedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["cell", "category", "kind"],
                name="signal_once_while_it_holds",
                condition=Q(closed_at=None),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SignalKind.values), name="signal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="signal_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="signal_confidence_share"
            ),
            models.CheckConstraint(
                condition=Q(closed_because="") | Q(closed_at__isnull=False),
                name="signal_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.category} {self.cell}"

    def get_absolute_url(self) -> str:
        return reverse("insights:signal", args=[self.pk])

    @property
    def cells(self) -> list[str]:
        """The cell and those that contain it, for events."""
        return containing(self.cell)

"""The figures of cells: by day, by window as it is now, and by week as it was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.derived.models import DerivedModel
from insights.enums import Window
from insights.models.columns import CellField, SlugColumn
from insights.querysets import (
    AggregateQuerySet,
    DayBucketQuerySet,
    DayParticipantQuerySet,
    DayWaitQuerySet,
    SnapshotQuerySet,
)


class Figures(DerivedModel):
    """The sums that windows and days share: counts, and whole grams."""

    cell = CellField(verbose_name=_("cell"))
    category = SlugColumn(verbose_name=_("category"))
    listings = models.IntegerField(_("listings"), default=0)
    requests = models.IntegerField(_("requests"), default=0)
    commitments = models.IntegerField(_("commitments"), default=0)
    offered_g = models.BigIntegerField(_("grams offered"), default=0)
    requested_g = models.BigIntegerField(_("grams asked for"), default=0)
    committed_g = models.BigIntegerField(_("grams promised"), default=0)
    handed_over_g = models.BigIntegerField(_("grams handed over"), default=0)
    expired_g = models.BigIntegerField(_("grams lost to expiry"), default=0)

    class Meta(DerivedModel.Meta):
        abstract = True


class DayBucket(Figures):
    """One UTC day of a cell: by category at precisions 4 and 5, in total at 6. Never shown."""

    day = models.DateField(_("day"))

    objects = DayBucketQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(Figures.Meta):
        verbose_name = _("day of a cell")
        verbose_name_plural = _("days of cells")
        constraints = [
            *Figures.Meta.constraints,
            models.UniqueConstraint(fields=["cell", "category", "day"], name="daybucket_once"),
        ]
        indexes = [models.Index(fields=["day"], name="daybucket_by_day")]

    def __str__(self) -> str:
        return f"{self.cell} {self.category} {self.day}"


class DayParticipant(DerivedModel):
    """That someone stands behind a day's figures, by pseudonym. Only ever counted, never shown.

    `facts` counts what they rest on less what was taken back; at 0 the person stands behind
    nothing any more.
    """

    cell = CellField()
    category = SlugColumn()
    day = models.DateField()
    pseudonym = models.UUIDField()
    facts = models.IntegerField()

    objects = DayParticipantQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(DerivedModel.Meta):
        constraints = [
            *DerivedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["cell", "category", "day", "pseudonym"], name="dayparticipant_once"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="dayparticipant_by_day")]

    def __str__(self) -> str:
        return f"{self.cell} {self.category} {self.day}"


class DayWait(DerivedModel):
    """How many promises of a day were agreed after a wait within one bin of `figures.waits`."""

    cell = CellField()
    category = SlugColumn()
    day = models.DateField()
    bin = models.PositiveSmallIntegerField()
    count = models.IntegerField()

    objects = DayWaitQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(DerivedModel.Meta):
        constraints = [
            *DerivedModel.Meta.constraints,
            models.UniqueConstraint(fields=["cell", "category", "day", "bin"], name="daywait_once"),
        ]
        indexes = [models.Index(fields=["day"], name="daywait_by_day")]

    def __str__(self) -> str:
        return f"{self.cell} {self.category} {self.day} {self.bin}"


class WindowFigures(Figures):
    """The figures of one cell over the days that end with `as_of`, ready to be read.

    `participants` are distinct people of the window; `added_participants` those of the days that
    this window has more than the next shorter one. `shown` is the privacy rule's answer.
    """

    window_days = models.PositiveSmallIntegerField(_("window"), choices=Window)
    as_of = models.DateField(_("as of"))
    participants = models.IntegerField(_("distinct participants"), default=0)
    added_participants = models.IntegerField(default=0)
    median_minutes = models.IntegerField(_("median minutes to a promise"), null=True)
    shown = models.BooleanField(_("shown"), default=False)

    class Meta(Figures.Meta):
        abstract = True
        constraints = [
            *Figures.Meta.constraints,
            models.CheckConstraint(
                condition=Q(window_days__in=Window.values), name="%(class)s_window_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.category} {self.window_days} {self.as_of}"


class Aggregate(WindowFigures):
    """A window as it is now; there is one of a cell, category and length."""

    objects = AggregateQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(WindowFigures.Meta):
        verbose_name = _("aggregate")
        verbose_name_plural = _("aggregates")
        constraints = [
            *WindowFigures.Meta.constraints,
            models.UniqueConstraint(
                fields=["category", "cell", "window_days"], name="aggregate_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["cell", "window_days"], name="aggregate_shown", condition=Q(shown=True)
            ),
            models.Index(fields=["as_of", "cell"], name="aggregate_by_age"),
        ]


class Snapshot(WindowFigures):
    """The seven days that ended with a Sunday (`as_of`), by category at precisions 4 and 5.

    History: readable until it expires, by everybody once no window of today reaches into its
    days (docs/decisions/insights-history.md).
    """

    objects = SnapshotQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(WindowFigures.Meta):
        verbose_name = _("snapshot of a week")
        verbose_name_plural = _("snapshots of weeks")
        constraints = [
            *WindowFigures.Meta.constraints,
            models.UniqueConstraint(
                fields=["category", "cell", "window_days", "as_of"], name="snapshot_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["cell", "category", "as_of"], name="snapshot_shown", condition=Q(shown=True)
            ),
        ]

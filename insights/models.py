"""What is derived: figures by cell, the imbalances they show, and the words for them.

All of it can be computed again from events at any time, save the retractions: those are people's.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from core.derived.models import DerivedModel
from insights.enums import (
    CallOutcome,
    ClosedBecause,
    ExplanationContext,
    ExplanationState,
    Outlook,
    Severity,
    SignalKind,
    Source,
    Window,
)
from insights.querysets import (
    AggregateQuerySet,
    DayBucketQuerySet,
    DayParticipantQuerySet,
    DayWaitQuerySet,
    ExplanationQuerySet,
    ForecastQuerySet,
    ModelCallQuerySet,
    SignalQuerySet,
    SnapshotQuerySet,
    containing,
)


class CellField(models.CharField[str, str]):
    """A geohash of 4 to 6 characters, in an order that keeps a cell beside what it contains."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 6, "db_collation": "C", **kwargs})  # type: ignore[arg-type]


class SlugColumn(models.CharField[str, str]):
    """A category's slug; empty for the total of all of them."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 120, "db_collation": "C", "blank": True, **kwargs})  # type: ignore[arg-type]


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


class Explanation(DerivedModel):
    """Words for people, made from a signal's numbers, with all that is needed to judge them.

    One row a signal, context, set of numbers, prompt version and language: none overwrites
    another. `reason` says why a model's words were refused or did not come; tokens and cost are
    the sums of its calls.
    """

    subject_type: ClassVar[str] = "explanation"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    signal = models.ForeignKey(
        InsightSignal, on_delete=models.CASCADE, related_name="explanations", db_index=False
    )
    context = models.CharField(
        _("context"), max_length=8, choices=ExplanationContext, default=ExplanationContext.TOWN
    )
    inputs_hash = models.CharField(max_length=64)
    prompt_version = models.CharField(_("prompt version"), max_length=32)
    language = models.CharField(_("language"), max_length=8)
    source = models.CharField(_("made by"), max_length=12, choices=Source)
    state = models.CharField(
        _("state"), max_length=8, choices=ExplanationState, default=ExplanationState.PLANNED
    )
    text = models.TextField(_("text"), max_length=1000, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    inputs = models.JSONField(_("inputs"))
    checks = models.JSONField(_("checks"), default=list)
    tokens_in = models.PositiveIntegerField(_("tokens read"), default=0)
    tokens_out = models.PositiveIntegerField(_("tokens written"), default=0)
    cost_micros = models.PositiveBigIntegerField(_("cost, in millionths of a dollar"), default=0)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"))

    objects = ExplanationQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(DerivedModel.Meta):
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            *DerivedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["signal", "context", "inputs_hash", "prompt_version", "language"],
                name="explanation_once",
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="explanation_source_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExplanationState.values), name="explanation_state_known"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="explanation_by_asked")]

    def __str__(self) -> str:
        return f"{self.source} {self.language} {self.created_at:%Y-%m-%d}"


class ModelCall(DerivedModel):
    """One call of a language model, with what came of it: the budget and the breaker read these.

    `error` is the refused checks or the failure's name, never content.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    explanation = models.ForeignKey(
        Explanation, verbose_name=_("explanation"), on_delete=models.CASCADE, related_name="calls"
    )
    asked_at = models.DateTimeField(_("asked at"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=CallOutcome, default=CallOutcome.ASKED
    )
    error = models.CharField(_("error"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=120)
    tokens_in = models.PositiveIntegerField(_("tokens read"), default=0)
    tokens_out = models.PositiveIntegerField(_("tokens written"), default=0)
    cost_micros = models.PositiveBigIntegerField(_("cost, in millionths of a dollar"), default=0)

    objects = ModelCallQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(DerivedModel.Meta):
        verbose_name = _("call of a model")
        verbose_name_plural = _("calls of models")
        constraints = [
            *DerivedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome__in=CallOutcome.values), name="modelcall_outcome_known"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="modelcall_by_asked")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.asked_at:%Y-%m-%d %H:%M}"


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


class Retraction(models.Model):
    """That an operator took an explanation back, and why; the reason is shown in its place."""

    explanation = models.OneToOneField(
        Explanation, on_delete=models.CASCADE, related_name="retraction"
    )
    reason = models.CharField(_("reason, shown to everyone"), max_length=300)
    by = models.UUIDField(_("by (pseudonym)"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("retraction")
        verbose_name_plural = _("retractions")

    def __str__(self) -> str:
        return self.reason

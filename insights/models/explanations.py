"""Words for signals, how they were made, and what was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from core.derived.models import DerivedModel
from insights.enums import CallOutcome, ExplanationContext, ExplanationState, Source
from insights.models.signals import InsightSignal
from insights.querysets import ExplanationQuerySet, ModelCallQuerySet


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

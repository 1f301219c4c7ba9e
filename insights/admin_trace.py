"""The trace of a signal for operators: its history, each text with its checks and calls, and what
today's calls of a model have cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from insights.enums import Source
from insights.explanations import breaker, budget
from insights.explanations.breaker import Breaker
from insights.models import Explanation, InsightSignal, ModelCall


@dataclass(frozen=True)
class TracedText:
    """An explanation as the trace shows it, with its calls in their order."""

    explanation: Explanation
    url: str
    passed: list[str]
    refused_by: list[str]
    calls: list[ModelCall]
    taken_back: str


@dataclass(frozen=True)
class Today:
    """What the calls of this UTC day have taken, against what they may take."""

    calls: int
    tokens: int
    most_tokens: int
    dollars: str
    most_dollars: str
    breaker: str


def texts_of(signal: InsightSignal) -> list[TracedText]:
    """Every text of a signal, present numbers first; three reads."""
    rows = (
        Explanation.objects.filter(signal=signal)
        .select_related("retraction")
        .prefetch_related("calls")
        .order_by("context", "language", "-created_at", "source")
    )
    return [_traced(row) for row in rows]


def today() -> Today | None:
    """None where no model is asked."""
    if settings.EXPLAINER != Source.BEDROCK:
        return None
    spent = budget.spent_today()
    return Today(
        calls=spent.calls,
        tokens=spent.tokens,
        most_tokens=settings.BEDROCK_DAILY_TOKENS,
        dollars=f"{spent.dollars:.4f}",
        most_dollars=f"{settings.BEDROCK_DAILY_DOLLARS:.2f}",
        breaker=_breaker_texts()[breaker.state()],
    )


def _traced(explanation: Explanation) -> TracedText:
    retraction = getattr(explanation, "retraction", None)
    return TracedText(
        explanation=explanation,
        url=reverse("admin:insights_explanation_change", args=[explanation.pk]),
        passed=[each["name"] for each in explanation.checks if each["passed"]],
        refused_by=[each["name"] for each in explanation.checks if not each["passed"]],
        calls=sorted(explanation.calls.all(), key=lambda call: (call.asked_at, call.pk)),
        taken_back=retraction.reason if retraction else "",
    )


def _breaker_texts() -> Mapping[Breaker, str]:
    return {
        Breaker.CLOSED: _("closed: the model is asked"),
        Breaker.OPEN: _("open: the model is left alone for a while"),
        Breaker.TRIAL: _("half open: the next call shows whether it answers again"),
    }

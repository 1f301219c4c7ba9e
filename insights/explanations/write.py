"""Writing explanations down: the plain one always and at once, a model's when it passes."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from core import clock
from core.events.log import record
from insights.categories import names_by_language
from insights.enums import ExplanationState, Source
from insights.explanations import checks
from insights.explanations.inputs import Inputs, hash_of, inputs_of
from insights.explanations.plain import PlainExplainer
from insights.explanations.protocol import Draft, Explainer, NoAnswer
from insights.figures.days import day_of, midnight
from insights.models import Explanation, InsightSignal

log = structlog.get_logger(__name__)

GOOD_FOR = timedelta(days=3)
OVER_BUDGET = "daily budget of tokens is used up"


def write_plain(signal: InsightSignal) -> None:
    """Write the fixed sentences in every language; again, it only prolongs them."""
    explainer, inputs = PlainExplainer(), inputs_for(signal)
    for language, category in category_names(signal).items():
        draft = explainer.explain(inputs, category=category, language=language)
        with transaction.atomic():
            explanation, new = _row(signal, explainer, inputs, language)
            explanation.expires_at = clock.now() + GOOD_FOR
            _write(explanation, draft, inputs, category)
            if new:
                _say_generated(explanation)


def write_generated(signal: InsightSignal, explainer: Explainer) -> None:
    """Ask a model for each language that has no answer for these numbers yet.

    Planned before, written after the call: what is killed in between is asked once more. One
    answer that does not come ends the round; what failed is asked again by a later request.
    """
    inputs = inputs_for(signal)
    for language, category in category_names(signal).items():
        explanation, _ = _row(signal, explainer, inputs, language)
        if explanation.state in (ExplanationState.WRITTEN, ExplanationState.REFUSED):
            _prolong(explanation)
        elif not _ask(explanation, explainer, inputs, category):
            return


def inputs_for(signal: InsightSignal) -> dict[str, object]:
    return inputs_of(signal.kind, signal.category, signal.numbers)


def category_names(signal: InsightSignal) -> Mapping[str, str]:
    """Language → the category's name, for all languages of the site."""
    return names_by_language(signal.category, [code for code, _ in settings.LANGUAGES])


def tokens_used_today() -> int:
    used = Explanation.objects.filter(asked_at__gte=midnight(day_of(clock.now()))).aggregate(
        total=Coalesce(Sum(F("tokens_in") + F("tokens_out")), 0)
    )
    return int(used["total"])


def _ask(explanation: Explanation, explainer: Explainer, inputs: Inputs, category: str) -> bool:
    """One call. Whether another is worth making now."""
    explanation.asked_at = clock.now()
    explanation.save(update_fields=["asked_at"])
    if tokens_used_today() >= settings.BEDROCK_DAILY_TOKENS:
        _fail(explanation, OVER_BUDGET)
        return False
    try:
        draft = explainer.explain(inputs, category=category, language=explanation.language)
    except NoAnswer as error:
        _fail(explanation, str(error))
        return False
    with transaction.atomic():
        explanation.expires_at = clock.now() + GOOD_FOR
        _write(explanation, draft, inputs, category)
        if explanation.state == ExplanationState.WRITTEN:
            _say_generated(explanation)
    return True


def _row(
    signal: InsightSignal, explainer: Explainer, inputs: Inputs, language: str
) -> tuple[Explanation, bool]:
    now = clock.now()
    return Explanation.objects.get_or_create(
        signal=signal,
        inputs_hash=hash_of(inputs),
        prompt_version=explainer.prompt_version,
        language=language,
        defaults={
            "source": explainer.source,
            "model": explainer.model,
            "inputs": dict(inputs),
            "created_at": now,
            "computed_at": now,
            "expires_at": now + GOOD_FOR,
        },
    )


def _write(explanation: Explanation, draft: Draft, inputs: Inputs, category: str) -> None:
    said = checks.Said(draft.text, inputs, category, explanation.language)
    # Our own sentences are checked by tests; a translator's slip must not leave people without.
    failed = [] if explanation.source == Source.PLAIN else checks.failed(said)
    explanation.checks = [{"name": name, "passed": name not in failed} for name in checks.CHECKS]
    explanation.tokens_in, explanation.tokens_out = draft.tokens_in, draft.tokens_out
    explanation.text = "" if failed else draft.text
    explanation.reason = ", ".join(failed)
    explanation.state = ExplanationState.REFUSED if failed else ExplanationState.WRITTEN
    explanation.save()


def _fail(explanation: Explanation, reason: str) -> None:
    explanation.state = ExplanationState.FAILED
    explanation.reason = reason[:200]
    explanation.save(update_fields=["state", "reason"])
    log.warning("explanation_failed", explanation=str(explanation.pk), reason=explanation.reason)


def _prolong(explanation: Explanation) -> None:
    explanation.expires_at = clock.now() + GOOD_FOR
    explanation.save(update_fields=["expires_at"])


def _say_generated(explanation: Explanation) -> None:
    record(
        "insight.generated",
        subject=explanation,
        actor=None,
        payload={
            "signal": str(explanation.signal.pk),
            "language": explanation.language,
            "source": explanation.source,
            "prompt_version": explanation.prompt_version,
        },
        cells=explanation.signal.cells,
    )

"""Reading signals with their words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import translation

from insights import categories
from insights.enums import ExplanationContext, ExplanationState, Source
from insights.explanations.inputs import inputs_of
from insights.explanations.plain import PlainExplainer
from insights.models import Explanation, InsightSignal


@dataclass(frozen=True)
class Words:
    """An explanation as shown. With `retracted`, its text is empty and that is the reason."""

    text: str
    language: str
    source: str
    model: str
    prompt_version: str
    inputs: dict[str, Any]
    created_at: datetime
    expires_at: datetime
    retracted: str = ""


@dataclass(frozen=True)
class ExplainedSignal:
    signal: InsightSignal
    words: Words


def around(
    cell: str,
    language: str,
    *,
    generated: bool = True,
    context: str = ExplanationContext.TOWN,
) -> list[ExplainedSignal]:
    """What holds in a cell and in those that contain it, strongest first, explained.

    Args:
        cell: a geohash of 4 to 6 characters.
        language: a code of `settings.LANGUAGES`.
        generated: whether a language model's words may be shown.
        context: whom the words are for.
    """
    signals = list(InsightSignal.objects.active().around(cell).strongest_first())
    return explained(signals, language, generated=generated, context=context)


def one(signal_id: UUID, language: str, *, generated: bool = True) -> ExplainedSignal | None:
    """A signal that holds now; None for any other."""
    signals = list(InsightSignal.objects.active().filter(pk=signal_id))
    return next(iter(explained(signals, language, generated=generated)), None)


def explained(
    signals: Sequence[InsightSignal],
    language: str,
    *,
    generated: bool = True,
    context: str = ExplanationContext.TOWN,
) -> list[ExplainedSignal]:
    """Signals with the best words there are for their present numbers.

    A model's where they passed and may be shown, else the plain ones; where none are written down
    yet, the plain ones are made here, from the same numbers.
    """
    written: dict[UUID, list[Explanation]] = {}
    for explanation in _written(signals, language, context):
        if generated or explanation.source == Source.PLAIN:
            written.setdefault(explanation.signal_id, []).append(explanation)
    untold = {signal.category for signal in signals if signal.pk not in written}
    with translation.override(language):
        names = categories.names(untold) if untold else {}
    return [
        ExplainedSignal(signal, _words(signal, written.get(signal.pk, []), language, names))
        for signal in signals
    ]


def _written(
    signals: Sequence[InsightSignal], language: str, context: str
) -> Iterable[Explanation]:
    if not signals:
        return []
    return (
        Explanation.objects.fresh()
        .filter(
            signal__in=[signal.pk for signal in signals],
            context=context,
            language=language,
            state=ExplanationState.WRITTEN,
            inputs_hash=F("signal__inputs_hash"),
        )
        .select_related("retraction")
        .order_by("signal_id", "source", "-created_at")
    )


def _words(
    signal: InsightSignal, written: list[Explanation], language: str, names: Mapping[str, str]
) -> Words:
    """Of those written, a model's come first: by the alphabet, bedrock is before plain."""
    kept = [explanation for explanation in written if not _reason(explanation)]
    if kept:
        return _as_shown(kept[0])
    if plain := next((row for row in written if row.source == Source.PLAIN), None):
        return _as_shown(plain)
    return _plain(signal, language, names.get(signal.category, signal.category))


def _as_shown(explanation: Explanation) -> Words:
    reason = _reason(explanation)
    return Words(
        text="" if reason else explanation.text,
        language=explanation.language,
        source=explanation.source,
        model=explanation.model,
        prompt_version=explanation.prompt_version,
        inputs=explanation.inputs,
        created_at=explanation.created_at,
        expires_at=explanation.expires_at,
        retracted=reason,
    )


def _reason(explanation: Explanation) -> str:
    retraction = getattr(explanation, "retraction", None)
    return retraction.reason if retraction else ""


def _plain(signal: InsightSignal, language: str, category: str) -> Words:
    explainer = PlainExplainer()
    inputs = inputs_of(signal.kind, signal.category, signal.numbers)
    draft = explainer.explain(inputs, category=category, language=language)
    return Words(
        text=draft.text,
        language=language,
        source=explainer.source,
        model=explainer.model,
        prompt_version=explainer.prompt_version,
        inputs=inputs,
        created_at=signal.computed_at,
        expires_at=signal.expires_at,
    )

"""Reading signals with their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from insights.enums import ExplanationContext, ExplanationState, Source
from insights.explanations import plans
from insights.explanations.plain import PlainExplainer
from insights.explanations.plans import Plan
from insights.explanations.protocol import contexts_of
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
    context: str = ExplanationContext.TOWN


@dataclass(frozen=True)
class ExplainedSignal:
    signal: InsightSignal
    words: Words


def around(
    cell: str,
    language: str,
    *,
    context: str = ExplanationContext.TOWN,
    generated: bool = True,
) -> list[ExplainedSignal]:
    """What holds in a cell and in those that contain it, strongest first, explained."""
    signals = list(InsightSignal.objects.active().around(cell).strongest_first())
    return explained(signals, language, context=context, generated=generated)


def one(
    signal_id: UUID,
    language: str,
    *,
    context: str = ExplanationContext.TOWN,
    generated: bool = True,
) -> ExplainedSignal | None:
    """A signal that holds now; None for any other, and for one not explained to the context."""
    signals = list(InsightSignal.objects.active().filter(pk=signal_id))
    return next(iter(explained(signals, language, context=context, generated=generated)), None)


def explained(
    signals: Sequence[InsightSignal],
    language: str,
    *,
    context: str = ExplanationContext.TOWN,
    generated: bool = True,
) -> list[ExplainedSignal]:
    """Signals with the best words there are for their present numbers.

    A model's where they passed, else the plain ones; where none are written down yet, the plain
    ones are made here, from the same numbers. At most two reads, three for growers.

    Args:
        signals: of any kind; those not explained to the context are left out.
        language: a code of `settings.LANGUAGES`.
        context: whom the words are for.
        generated: whether a model's words may be shown; without, the plain ones are.
    """
    told = [signal for signal in signals if context in contexts_of(signal.kind)]
    # Everybody's inputs are the signal's own; those of growers hold what is in season today.
    planned = {} if context == ExplanationContext.TOWN else _plans(told, context, language)
    hashes = {
        signal.pk: planned[signal.pk].inputs_hash if planned else signal.inputs_hash
        for signal in told
    }
    words = _written(hashes, context, language, generated)
    missing = [signal for signal in told if signal.pk not in words]
    planned = planned or _plans(missing, context, language)
    words |= {signal.pk: _plain(signal, planned[signal.pk]) for signal in missing}
    return [ExplainedSignal(signal, words[signal.pk]) for signal in told]


def _plans(signals: Sequence[InsightSignal], context: str, language: str) -> dict[UUID, Plan]:
    return {plan.signal_id: plan for plan in plans.of(signals, context, [language])}


def _written(
    hashes: Mapping[UUID, str], context: str, language: str, generated: bool
) -> dict[UUID, Words]:
    """The best texts for exactly these inputs."""
    if not hashes:
        return {}
    rows = Explanation.objects.fresh().filter(
        signal__in=list(hashes),
        context=context,
        language=language,
        state=ExplanationState.WRITTEN,
        inputs_hash__in=set(hashes.values()),
    )
    if not generated:
        rows = rows.filter(source=Source.PLAIN)
    written: dict[UUID, list[Explanation]] = {}
    # By the alphabet, bedrock is before plain.
    for row in rows.select_related("retraction").order_by("signal_id", "source", "-created_at"):
        if row.inputs_hash == hashes[row.signal_id]:
            written.setdefault(row.signal_id, []).append(row)
    best = {pk: _best(texts) for pk, texts in written.items()}
    return {pk: _as_shown(text) for pk, text in best.items() if text is not None}


def _best(written: Sequence[Explanation]) -> Explanation | None:
    """The first not taken back; else the plain one, whose reason is shown then."""
    kept = (text for text in written if not _reason(text))
    plain = (text for text in written if text.source == Source.PLAIN)
    return next(kept, next(plain, None))


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
        context=explanation.context,
    )


def _reason(explanation: Explanation) -> str:
    retraction = getattr(explanation, "retraction", None)
    return retraction.reason if retraction else ""


def _plain(signal: InsightSignal, plan: Plan) -> Words:
    explainer = PlainExplainer()
    return Words(
        text=explainer.write(plan.told).text,
        language=plan.told.language,
        source=explainer.source,
        model=explainer.model,
        prompt_version=explainer.version(plan.told.context),
        inputs=dict(plan.told.inputs),
        created_at=signal.computed_at,
        expires_at=signal.expires_at,
        context=plan.told.context,
    )

"""What the API answers, as plain rows, and how that is told to OpenAPI."""

from typing import Any

from rest_framework import serializers

from insights.enums import Severity, SignalKind, Source, Window
from insights.reads.figures import CellFigures
from insights.reads.freshness import Freshness
from insights.reads.signals import ExplainedSignal, Words


def aggregate_row(row: CellFigures) -> dict[str, Any]:
    return {
        "category": row.category or None,
        "listings": row.listings,
        "requests": row.requests,
        "commitments": row.commitments,
        "kg_offered": kilograms(row.offered_g),
        "kg_requested": kilograms(row.requested_g),
        "kg_committed": kilograms(row.committed_g),
        "kg_handed_over": kilograms(row.handed_over_g),
        "kg_expired": kilograms(row.expired_g),
        "fill_rate": row.fill_rate,
        "median_minutes_to_commitment": row.median_minutes,
        "as_of": row.as_of,
    }


def signal_row(explained: ExplainedSignal) -> dict[str, Any]:
    signal = explained.signal
    return {
        "id": signal.pk,
        "kind": signal.kind,
        "cell": signal.cell,
        "category": signal.category,
        "window_days": signal.window_days,
        "severity": signal.severity,
        "confidence": float(signal.confidence),
        "numbers": signal.numbers,
        "first_seen": signal.first_seen,
        "expires_at": signal.expires_at,
        "explanation": explanation_row(explained.words),
    }


def explanation_row(words: Words) -> dict[str, Any]:
    return {
        "text": words.text,
        "language": words.language,
        "source": words.source,
        "model": words.model or None,
        "prompt_version": words.prompt_version,
        "inputs": words.inputs,
        "created_at": words.created_at,
        "expires_at": words.expires_at,
        "retracted": words.retracted or None,
    }


def freshness_row(freshness: Freshness) -> dict[str, Any]:
    return {"as_of": freshness.as_of, "lag_seconds": freshness.lag_seconds}


def kilograms(grams: int) -> str:
    """Grams as kilograms with three places: 41 870 → "41.870"."""
    sign, size = ("-", -grams) if grams < 0 else ("", grams)
    return f"{sign}{size // 1000}.{size % 1000:03}"


class AggregateSerializer(serializers.Serializer[Any]):
    """One category of a cell over the window; `category` null is the total, at precision 6."""

    category = serializers.CharField(allow_null=True)
    listings = serializers.IntegerField()
    requests = serializers.IntegerField()
    commitments = serializers.IntegerField()
    kg_offered = serializers.CharField()
    kg_requested = serializers.CharField()
    kg_committed = serializers.CharField()
    kg_handed_over = serializers.CharField()
    kg_expired = serializers.CharField()
    fill_rate = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    median_minutes_to_commitment = serializers.IntegerField(allow_null=True)
    as_of = serializers.DateField()


class ExplanationSerializer(serializers.Serializer[Any]):
    """Words in the reader's language; with `retracted`, the text is empty and that says why."""

    text = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    model = serializers.CharField(allow_null=True)
    prompt_version = serializers.CharField()
    inputs = serializers.DictField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    retracted = serializers.CharField(allow_null=True)


class SignalSerializer(serializers.Serializer[Any]):
    """A stated imbalance. `numbers` holds what it rests on: whole grams, counts, shares."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=SignalKind.choices)
    cell = serializers.CharField()
    category = serializers.CharField()
    window_days = serializers.ChoiceField(choices=Window.choices)
    severity = serializers.ChoiceField(choices=Severity.choices)
    confidence = serializers.FloatField(min_value=0, max_value=1)
    numbers = serializers.DictField()
    first_seen = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    explanation = ExplanationSerializer()


class FreshnessSerializer(serializers.Serializer[Any]):
    """Everything that happened until `as_of` is counted; that is `lag_seconds` ago."""

    as_of = serializers.DateTimeField()
    lag_seconds = serializers.IntegerField()


class SummarySerializer(serializers.Serializer[Any]):
    cell = serializers.CharField()
    window_days = serializers.ChoiceField(choices=Window.choices)
    aggregates = AggregateSerializer(many=True)
    signals = SignalSerializer(many=True)
    freshness = FreshnessSerializer()

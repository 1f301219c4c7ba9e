"""What the API answers, as plain rows; `insights.schemas` tells OpenAPI the same."""

from datetime import timedelta
from typing import Any

from insights.definitions import definition
from insights.models import Snapshot
from insights.pages.facts import Fact
from insights.pages.signal_cards import ANCHORS, SignalCard
from insights.pages.tables import definition_url
from insights.reads.figures import CellFigures
from insights.reads.forecasts import ForecastShown
from insights.reads.freshness import Freshness
from insights.reads.guidance import Suggestion
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
        "neighbour": signal.neighbour or None,
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
    return {
        "as_of": freshness.as_of,
        "lag_seconds": freshness.lag_seconds,
        "stale": freshness.stale,
    }


def why_row(card: SignalCard, statistics: list[Fact]) -> dict[str, Any]:
    """What the page of a signal says, in the caller's language and units."""
    return {
        "title": card.title,
        "area": card.area,
        "neighbouring_area": card.neighbour or None,
        "strength": card.badge,
        "definition": definition_row(ANCHORS[card.kind]),
        "facts": [fact_row(*fact) for fact in [*card.facts, *statistics]],
        "made": card.made,
        "page": card.url,
    }


def definition_row(anchor: str) -> dict[str, Any]:
    defined = definition(anchor)
    return {
        "title": str(defined.title),
        "text": str(defined.text),
        "url": definition_url(anchor),
    }


def fact_row(label: str, value: str, anchor: str) -> dict[str, Any]:
    return {"label": label, "value": value, "definition": definition_url(anchor)}


def forecast_row(forecast: ForecastShown) -> dict[str, Any]:
    return {
        "cell": forecast.cell,
        "category": forecast.category,
        "outlook": forecast.outlook,
        "as_of": forecast.as_of,
        "from": forecast.as_of + timedelta(days=1),
        "until": forecast.until,
        "kg_offered": kilograms(forecast.offered_g),
        "kg_offered_low": kilograms(forecast.offered_low_g),
        "kg_offered_high": kilograms(forecast.offered_high_g),
        "kg_requested": kilograms(forecast.requested_g),
        "kg_requested_low": kilograms(forecast.requested_low_g),
        "kg_requested_high": kilograms(forecast.requested_high_g),
        "weeks_seen": forecast.weeks_seen,
        "tests_made": forecast.tests_made,
        "usual_error": float(forecast.usual_error),
        "usual_error_of_last_week": float(forecast.usual_error_of_last_week),
        "definition": definition_url("forecast"),
        "computed_at": forecast.computed_at,
        "expires_at": forecast.expires_at,
    }


def week_row(week: Snapshot) -> dict[str, Any]:
    """One week of the history."""
    return {
        "cell": week.cell,
        "category": week.category or None,
        "from": week.as_of - timedelta(days=week.window_days - 1),
        "as_of": week.as_of,
        "listings": week.listings,
        "requests": week.requests,
        "commitments": week.commitments,
        "kg_offered": kilograms(week.offered_g),
        "kg_requested": kilograms(week.requested_g),
        "kg_committed": kilograms(week.committed_g),
        "kg_handed_over": kilograms(week.handed_over_g),
        "kg_expired": kilograms(week.expired_g),
        "median_minutes_to_commitment": week.median_minutes,
        "expires_at": week.expires_at,
    }


def suggestion_row(suggestion: Suggestion) -> dict[str, Any]:
    """What could be shared or grown, with its reason: a signal, or a forecast."""
    reason = suggestion.reason
    return {
        "category": suggestion.category.slug,
        "signal": None if isinstance(reason, ForecastShown) else signal_row(reason),
        "forecast": forecast_row(reason) if isinstance(reason, ForecastShown) else None,
        "share": [food.slug for food in suggestion.share],
        "grow": [food.slug for food in suggestion.grow],
    }


def kilograms(grams: int) -> str:
    """Grams as kilograms with three places: 41 870 → "41.870"."""
    sign, size = ("-", -grams) if grams < 0 else ("", grams)
    return f"{sign}{size // 1000}.{size % 1000:03}"

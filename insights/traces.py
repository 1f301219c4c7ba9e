"""A signal's trace as plain rows: what operators are told."""

from typing import Any

from insights.models import Explanation, InsightSignal, ModelCall, Retraction


def trace_row(signal: InsightSignal) -> dict[str, Any]:
    """Of a signal read by `insights.reads.trace`."""
    return {
        "id": signal.pk,
        "kind": signal.kind,
        "cell": signal.cell,
        "neighbour": signal.neighbour or None,
        "category": signal.category,
        "version": signal.version,
        "numbers": signal.numbers,
        "inputs_hash": signal.inputs_hash,
        "first_seen": signal.first_seen,
        "computed_at": signal.computed_at,
        "expires_at": signal.expires_at,
        "closed_at": signal.closed_at,
        "closed_because": signal.closed_because or None,
        "superseded_by": signal.superseded_by_id,
        "explanations": [_explanation_row(each) for each in signal.explanations.all()],
    }


def _explanation_row(explanation: Explanation) -> dict[str, Any]:
    return {
        "id": explanation.pk,
        "context": explanation.context,
        "language": explanation.language,
        "source": explanation.source,
        "state": explanation.state,
        "text": explanation.text,
        "reason": explanation.reason,
        "model": explanation.model,
        "prompt_version": explanation.prompt_version,
        "inputs": explanation.inputs,
        "inputs_hash": explanation.inputs_hash,
        "checks": explanation.checks,
        "tokens_in": explanation.tokens_in,
        "tokens_out": explanation.tokens_out,
        "cost_micros": explanation.cost_micros,
        "asked_at": explanation.asked_at,
        "created_at": explanation.created_at,
        "expires_at": explanation.expires_at,
        "calls": [_call_row(each) for each in explanation.calls.all()],
        "retraction": _retraction_row(getattr(explanation, "retraction", None)),
    }


def _call_row(call: ModelCall) -> dict[str, Any]:
    return {
        "asked_at": call.asked_at,
        "milliseconds": call.milliseconds,
        "outcome": call.outcome,
        "error": call.error,
        "model": call.model,
        "tokens_in": call.tokens_in,
        "tokens_out": call.tokens_out,
        "cost_micros": call.cost_micros,
    }


def _retraction_row(retraction: Retraction | None) -> dict[str, Any] | None:
    if retraction is None:
        return None
    return {"reason": retraction.reason, "by": retraction.by, "at": retraction.at}

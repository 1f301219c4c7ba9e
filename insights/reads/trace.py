"""How the texts of a signal came about, for operators."""

from uuid import UUID

from django.db.models import Prefetch

from insights.models import Explanation, InsightSignal, ModelCall


def trace_of(signal_id: UUID) -> InsightSignal | None:
    """A signal, also one that no longer holds, with every text, call and retraction: 3 reads."""
    calls = Prefetch("calls", ModelCall.objects.order_by("asked_at", "id"))
    texts = Explanation.objects.select_related("retraction").prefetch_related(calls)
    ordered = texts.order_by("context", "language", "created_at", "id")
    return (
        InsightSignal.objects.prefetch_related(Prefetch("explanations", ordered))
        .filter(pk=signal_id)
        .first()
    )

"""Saying that words were written: once for each text, whatever is killed in between."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from core.events.log import append
from core.events.models import DomainEvent
from insights.enums import ExplanationState, Source
from insights.models import Explanation, InsightSignal

TYPE = "insight.generated"
ONLY_VERSION = 1


def announce_generated(signal: InsightSignal) -> int:
    """Record `insight.generated` for a model's texts about a signal that nobody has announced.

    The explainer cannot write events: it writes the text, and the worker says so afterwards. A
    worker killed between the two says so the next time the signal is handled.

    Returns:
        How many were announced now.
    """
    written = list(
        Explanation.objects.filter(
            signal=signal.pk, source=Source.BEDROCK, state=ExplanationState.WRITTEN
        ).order_by("context", "language")
    )
    told = DomainEvent.objects.filter(
        type=TYPE,
        subject_type=Explanation.subject_type,
        subject_id__in=[explanation.pk for explanation in written],
    )
    known = set(told.values_list("subject_id", flat=True)) if written else set()
    missing = [explanation for explanation in written if explanation.pk not in known]
    return sum(_announce_once(explanation, signal.cells) for explanation in missing)


def announce(explanation: Explanation, cells: Sequence[str]) -> None:
    """Record it, in the transaction in hand.

    Raises:
        IntegrityError: it was recorded before; a text has one version.
    """
    append(
        TYPE,
        subject_type=Explanation.subject_type,
        subject_id=explanation.pk,
        subject_version=ONLY_VERSION,
        actor=None,
        payload={
            "signal": str(explanation.signal_id),
            "language": explanation.language,
            "source": explanation.source,
            "prompt_version": explanation.prompt_version,
            **({"context": explanation.context} if explanation.context != "town" else {}),
        },
        cells=cells,
    )


def _announce_once(explanation: Explanation, cells: Sequence[str]) -> bool:
    """Whether it was announced here, and not by another worker at the same moment."""
    try:
        with transaction.atomic():
            announce(explanation, cells)
    except IntegrityError:
        return False
    return True

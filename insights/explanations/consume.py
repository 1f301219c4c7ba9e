"""The consumer `explanations`: a signal asked for words, and gets them."""

from collections.abc import Sequence

from django.conf import settings

from core.events.models import DomainEvent
from insights.enums import Source
from insights.explanations.announce import announce_generated
from insights.explanations.write import write_plain
from insights.models import InsightSignal


def explain(events: Sequence[DomainEvent]) -> None:
    """Write the explanations of each signal as it is now; of one that is gone or was asked for
    again since, nothing: the later request does it. Harmless twice.

    The plain ones first, under the worker's own role; then a model's, under the explainer's; then
    the worker says which of these are new.
    """
    for event in events:
        signal = InsightSignal.objects.active().filter(pk=event.subject_id).first()
        if signal is None or signal.version != event.subject_version:
            continue
        write_plain(signal)
        if settings.EXPLAINER == Source.BEDROCK:
            _generate(signal)


def _generate(signal: InsightSignal) -> None:
    # Here, so that no process but a worker with a model ever loads what calls it.
    from insights.explanations.bedrock import BedrockExplainer
    from insights.explanations.generate import write_generated

    write_generated(signal.pk, BedrockExplainer())
    announce_generated(signal)

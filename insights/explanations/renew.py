"""Asking for words again before they run out, or when they did not come."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core import clock
from insights.enums import ExplanationState, Source
from insights.figures.tables import hold_lock
from insights.imbalance.refresh import request_explanation
from insights.models import Explanation, InsightSignal

BEFORE = timedelta(days=1)
TRY_AGAIN_AFTER = timedelta(minutes=15)
AT_ONCE = 200


def renew() -> int:
    """Record `insight.requested` for the active signals whose words need it.

    Those are without current words for a day to come, or with a model's answer that failed a
    while ago.

    Returns:
        How many were asked for.
    """
    now = clock.now()
    present = Explanation.objects.filter(signal=OuterRef("pk"), inputs_hash=OuterRef("inputs_hash"))
    plain = present.filter(source=Source.PLAIN, expires_at__gt=now + BEFORE)
    failed = present.filter(asked_at__lt=now - TRY_AGAIN_AFTER, state=ExplanationState.FAILED)
    recently_asked = Q(computed_at__gt=now - TRY_AGAIN_AFTER)
    wanting = Q(~Exists(plain)) & ~recently_asked
    if settings.EXPLAINER == Source.BEDROCK:
        wanting |= Q(Exists(failed))
    signals = InsightSignal.objects.active().filter(wanting).order_by("computed_at")
    chosen = list(signals.values_list("pk", flat=True)[:AT_ONCE])
    for pk in chosen:
        _request(pk)
    return len(chosen)


@transaction.atomic
def _request(pk: UUID) -> None:
    """Under the lock of the figures, whose holder may be changing the signal."""
    hold_lock()
    signal = InsightSignal.objects.active().filter(pk=pk).first()
    if signal is None:
        return
    signal.version += 1
    signal.save(update_fields=["version"])
    request_explanation(signal)

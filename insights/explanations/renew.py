"""Asking for words again before they run out, or when they did not come."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core import clock
from core.events.models import Delivery
from insights.enums import ExplanationState, Source
from insights.explanations import breaker
from insights.explanations.breaker import Breaker
from insights.explanations.calls import BREAKER_OPEN, OUTDATED, OVER_BUDGET
from insights.figures.days import day_of, midnight
from insights.figures.tables import hold_lock
from insights.imbalance.refresh import request_explanation
from insights.models import Explanation, InsightSignal
from insights.querysets import SignalQuerySet

BEFORE = timedelta(days=1)
TRY_AGAIN_AFTER = timedelta(minutes=15)
AT_ONCE = 200
CONSUMER = "explanations"


def renew() -> int:
    """Record `insight.requested` for the active signals whose words need it.

    Those are without current plain words for a day to come, or without a model's that may come
    now.

    Returns:
        How many were asked for.
    """
    signals = InsightSignal.objects.active().order_by("computed_at")
    chosen = list(_without_plain(signals).values_list("pk", flat=True)[:AT_ONCE])
    if settings.EXPLAINER == Source.BEDROCK:
        chosen += [pk for pk in _without_generated(signals) if pk not in set(chosen)]
    for pk in chosen:
        _request(pk)
    return len(chosen)


def _without_plain(signals: SignalQuerySet) -> SignalQuerySet:
    now = clock.now()
    plain = Explanation.objects.filter(
        signal=OuterRef("pk"),
        inputs_hash=OuterRef("inputs_hash"),
        source=Source.PLAIN,
        expires_at__gt=now + BEFORE,
    )
    return signals.filter(~Exists(plain), computed_at__lte=now - TRY_AGAIN_AFTER)


def _without_generated(signals: SignalQuerySet) -> list[UUID]:
    """While the breaker is open, none; to try it, one. Nor those whose request still waits: a
    model takes its time."""
    now = clock.now()
    waiting = Delivery.objects.of(CONSUMER).open().filter(event__subject_id=OuterRef("pk"))
    stands = breaker.state()
    if stands is Breaker.OPEN:
        return []
    missing = Explanation.objects.filter(signal=OuterRef("pk"), source=Source.BEDROCK).filter(
        Q(state=ExplanationState.PLANNED) | Q(state=ExplanationState.FAILED)
    )
    a_while_ago = Q(computed_at__lt=now - TRY_AGAIN_AFTER)
    due = missing.filter((a_while_ago & ~Q(reason=OUTDATED)) | Q(reason=BREAKER_OPEN))
    over_budget = missing.filter(reason=OVER_BUDGET, computed_at__gte=midnight(day_of(now)))
    most = 1 if stands is Breaker.TRIAL else AT_ONCE
    return list(
        signals.filter(Exists(due), ~Exists(over_budget), ~Exists(waiting)).values_list(
            "pk", flat=True
        )[:most]
    )


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

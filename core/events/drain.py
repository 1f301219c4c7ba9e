"""Claim, then handle: how a consumer absorbs what is due, exactly once, whatever is killed.

1. claim: one committed statement counts the attempt and leases the rows (`SKIP LOCKED`), so that
   a worker killed later has been counted already and its rows come due again by themselves;
2. handle: one transaction locks the deliveries, lets the consumer write, and marks them done.

Rows claimed before are claimed one at a time, so that a poisonous event dies alone.
"""

import random
import time
from collections.abc import Sequence

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from core.correlation import correlated
from core.events import registry
from core.events.models import Delivery
from core.events.registry import Consumer

log = structlog.get_logger(__name__)

MAX_BACKOFF_SECONDS = 300

CLAIM = """
UPDATE core_delivery SET attempts = attempts + 1, due_at = now() + %(lease)s * interval '1 second'
WHERE id IN (
    SELECT id FROM core_delivery
    WHERE consumer = %(consumer)s AND done_at IS NULL AND dead_at IS NULL AND due_at <= now()
      AND {fresh_or_tried}
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
RETURNING id, attempts
"""
CLAIM_FRESH = CLAIM.format(fresh_or_tried="attempts = 0")
CLAIM_TRIED = CLAIM.format(fresh_or_tried="attempts > 0")

POSTPONE = """
UPDATE core_delivery SET last_error = %(error)s,
    due_at = now() + %(wait)s * interval '1 second',
    dead_at = CASE WHEN attempts >= %(max)s THEN now() END
WHERE id = %(id)s AND done_at IS NULL
"""


def drain(name: str, *, seconds: float | None = None) -> int:
    """Absorb everything due for one consumer.

    Args:
        name: the consumer.
        seconds: stop taking new batches after this long; None goes on until nothing is due.

    Returns:
        How many events were absorbed.

    Raises:
        LookupError: no such consumer.
    """
    consumer = registry.get(name)
    deadline = None if seconds is None else time.monotonic() + seconds
    absorbed = 0
    while deadline is None or time.monotonic() < deadline:
        claimed = _claim(consumer)
        if not claimed:
            break
        absorbed += _absorb(consumer, claimed)
    return absorbed


def _claim(consumer: Consumer) -> list[int]:
    """Lease the next batch: fresh deliveries together, tried ones one by one."""
    bury_exhausted(consumer.name)
    limit = 1 if consumer.outside else consumer.batch
    for statement, size in ((CLAIM_FRESH, limit), (CLAIM_TRIED, 1)):
        with connection.cursor() as cursor:
            cursor.execute(
                statement,
                {
                    "lease": settings.DELIVERY_LEASE_SECONDS,
                    "consumer": consumer.name,
                    "limit": size,
                },
            )
            if ids := sorted(row[0] for row in cursor.fetchall()):
                return ids
    return []


def bury_exhausted(name: str) -> None:
    """Dead-letter what was claimed as often as allowed and never came back: a killer of workers."""
    Delivery.objects.due().of(name).filter(attempts__gte=settings.DELIVERY_MAX_ATTEMPTS).update(
        dead_at=Now(), last_error="the worker died each time"
    )


def _absorb(consumer: Consumer, ids: Sequence[int]) -> int:
    """Handle a batch; if it fails, each event by itself, so that one cannot stop the rest."""
    try:
        return _handle(consumer, ids)
    except Exception as error:
        if len(ids) == 1:
            _postpone(ids[0], error)
            return 0
        log.warning("batch_failed", consumer=consumer.name, size=len(ids), error=_name(error))
    return sum(_absorb(consumer, [delivery_id]) for delivery_id in ids)


def _handle(consumer: Consumer, ids: Sequence[int]) -> int:
    if consumer.outside:
        return _handle_outside(consumer, ids)
    with transaction.atomic():
        deliveries = list(
            Delivery.objects.filter(pk__in=ids)
            .open()
            .select_for_update(of=("self",))
            .select_related("event")
            .order_by("id")
        )
        if deliveries:
            with correlated(deliveries[0].event.correlation_id):
                _hand_over(consumer, deliveries)
            _mark_done(deliveries)
    return len(deliveries)


def _hand_over(consumer: Consumer, deliveries: Sequence[Delivery]) -> None:
    fresh = [delivery.event for delivery in deliveries if not delivery.replayed]
    replayed = [delivery.event for delivery in deliveries if delivery.replayed]
    if fresh:
        consumer.handle(fresh)
    if replayed:
        (consumer.rehandle or consumer.handle)(replayed)


def _handle_outside(consumer: Consumer, ids: Sequence[int]) -> int:
    deliveries = list(Delivery.objects.filter(pk__in=ids).open().select_related("event"))
    for delivery in deliveries:
        with correlated(delivery.event.correlation_id):
            consumer.handle([delivery.event])
        _mark_done([delivery])
    return len(deliveries)


def _mark_done(deliveries: Sequence[Delivery]) -> None:
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        done_at=Now(), last_error=""
    )


def _postpone(delivery_id: int, error: Exception) -> None:
    """Back off min(300, 2^attempts) seconds with jitter, or bury after the last attempt."""
    attempts = Delivery.objects.values_list("attempts", flat=True).get(pk=delivery_id)
    wait = min(MAX_BACKOFF_SECONDS, 2**attempts) * random.uniform(0.5, 1)  # noqa: S311
    with connection.cursor() as cursor:
        cursor.execute(
            POSTPONE,
            {
                "id": delivery_id,
                "error": _name(error),
                "wait": wait,
                "max": settings.DELIVERY_MAX_ATTEMPTS,
            },
        )
    log.error("delivery_failed", delivery=delivery_id, attempts=attempts, error=_name(error))


def _name(error: Exception) -> str:
    """The class alone: a message could quote a row."""
    return f"{type(error).__module__}.{type(error).__qualname__}"[:200]

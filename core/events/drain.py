"""Claim, then handle: how a consumer absorbs what is due, exactly once, whatever is killed.

1. claim: one committed statement counts the attempt and leases the rows (`SKIP LOCKED`), so that
   a worker killed later has been counted already and its rows come due again by themselves;
2. handle: one transaction locks the deliveries, lets the consumer write, and marks them done.

Rows claimed before are claimed one at a time, so that a poisonous event dies alone. Nothing waits
for a row that another worker holds: whoever holds it sees it through. Only the database's clock
is asked.

What calls the world is not cut up when a call fails: it would be called again at once. Its events
wait, and come back one by one; those of them that did get through are done (`PartlyDone`).
"""

import random
import time
from collections.abc import Mapping, Sequence

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now

from core.correlation import correlated
from core.events import registry
from core.events.errors import PartlyDone
from core.events.models import Delivery
from core.events.registry import Consumer

log = structlog.get_logger(__name__)

MAX_BACKOFF_SECONDS = 300

Claim = Mapping[int, int]
"""Delivery id → the number of this attempt. A later attempt is somebody else's."""

CLAIM = """
UPDATE core_delivery SET attempts = attempts + 1,
    due_at = statement_timestamp() + %(lease)s * interval '1 second'
WHERE id = ANY(ARRAY(
    SELECT id FROM core_delivery
    WHERE consumer = %(consumer)s AND done_at IS NULL AND dead_at IS NULL
      AND due_at <= statement_timestamp() AND {fresh_or_tried}
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
))
RETURNING id, attempts
"""
"""An array is made once; an `IN` may be planned as a join that asks, and locks, again and again."""
CLAIM_FRESH = CLAIM.format(fresh_or_tried="attempts = 0")
CLAIM_TRIED = CLAIM.format(fresh_or_tried="attempts BETWEEN 1 AND %(max)s - 1")

BURY = """
UPDATE core_delivery SET dead_at = statement_timestamp(), last_error = 'the worker died each time'
WHERE id IN (
    SELECT id FROM core_delivery
    WHERE consumer = %(consumer)s AND done_at IS NULL AND dead_at IS NULL
      AND due_at <= statement_timestamp() AND attempts >= %(max)s
    FOR UPDATE SKIP LOCKED
)
"""

POSTPONE = """
UPDATE core_delivery SET last_error = %(error)s,
    due_at = statement_timestamp() + %(wait)s * interval '1 second',
    dead_at = CASE WHEN attempts >= %(max)s THEN statement_timestamp() END
WHERE id IN (
    SELECT id FROM core_delivery
    WHERE id = ANY(%(ids)s) AND attempts = %(attempts)s AND done_at IS NULL AND dead_at IS NULL
    FOR UPDATE SKIP LOCKED
)
"""


def drain(name: str, *, seconds: float | None = None) -> int:
    """Absorb everything due for one consumer, outside a transaction: claims commit by themselves.

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
    bury_exhausted(name)
    while deadline is None or time.monotonic() < deadline:
        claim = _claim(consumer)
        if not claim:
            break
        absorbed += _absorb(consumer, claim)
    return absorbed


def bury_exhausted(name: str) -> int:
    """Dead-letter what was claimed as often as allowed and never came back: a killer of workers.

    Returns:
        How many were buried.
    """
    with connection.cursor() as cursor:
        cursor.execute(BURY, {"consumer": name, "max": settings.DELIVERY_MAX_ATTEMPTS})
        buried: int = cursor.rowcount
    if buried:
        log.error("deliveries_buried", consumer=name, count=buried)
    return buried


def _claim(consumer: Consumer) -> Claim:
    """Lease the next batch: fresh deliveries together, tried ones one by one."""
    limit = consumer.together if consumer.outside else consumer.batch
    for statement, size in ((CLAIM_FRESH, limit), (CLAIM_TRIED, 1)):
        asked = {
            "lease": settings.DELIVERY_LEASE_SECONDS,
            "consumer": consumer.name,
            "limit": size,
            "max": settings.DELIVERY_MAX_ATTEMPTS,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, asked)
            if claimed := sorted(cursor.fetchall()):
                return dict(claimed)
    return {}


def _absorb(consumer: Consumer, claim: Claim) -> int:
    """Handle a batch; if it fails, each half by itself, so that one event cannot stop the rest.

    What the database refuses for reasons of its own (a lock, a time limit, an outage) is no
    event's fault: the whole batch waits.
    """
    try:
        return _handle(consumer, sorted(claim))
    except PartlyDone as partly:
        return _absorb_partly(consumer, claim, partly)
    except Exception as error:
        if len(claim) == 1 or consumer.outside or isinstance(error, OperationalError):
            _postpone(consumer, claim, error)
            return 0
        log.warning("batch_failed", consumer=consumer.name, size=len(claim), error=_name(error))
    ids = sorted(claim)
    middle = len(ids) // 2
    halves = (ids[:middle], ids[middle:])
    return sum(_absorb(consumer, {each: claim[each] for each in half}) for half in halves)


def _absorb_partly(consumer: Consumer, claim: Claim, partly: PartlyDone) -> int:
    """Mark what has reached the world, and let the rest wait for why it has not."""
    done = list(Delivery.objects.filter(pk__in=claim, event__in=partly.done))
    _mark_done(done)
    reached = {delivery.pk for delivery in done}
    if left := {each: attempt for each, attempt in claim.items() if each not in reached}:
        cause = partly.__cause__
        _postpone(consumer, left, cause if isinstance(cause, Exception) else partly)
    return len(done)


def _handle(consumer: Consumer, ids: Sequence[int]) -> int:
    if consumer.outside:
        return _handle_outside(consumer, ids)
    with transaction.atomic():
        deliveries = list(
            Delivery.objects.filter(pk__in=ids)
            .open()
            .select_for_update(of=("self",), skip_locked=True)
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
    """One call for all of them; one at a time unless the consumer takes several together."""
    rows = Delivery.objects.filter(pk__in=ids).open().select_related("event")
    deliveries = list(rows.order_by("id"))
    if deliveries:
        with correlated(deliveries[0].event.correlation_id):
            consumer.handle([delivery.event for delivery in deliveries])
        _mark_done(deliveries)
    return len(deliveries)


def _mark_done(deliveries: Sequence[Delivery]) -> None:
    """Done is done, also where a call took so long that the delivery was buried meanwhile."""
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        done_at=Now(), dead_at=None, last_error=""
    )


def _postpone(consumer: Consumer, claim: Claim, error: Exception) -> None:
    """Back off min(300, 2^attempts) seconds with jitter, or bury after the last attempt."""
    attempts = max(claim.values())
    wait = min(MAX_BACKOFF_SECONDS, 2**attempts) * random.uniform(0.5, 1)  # noqa: S311
    with connection.cursor() as cursor:
        cursor.execute(
            POSTPONE,
            {
                "ids": sorted(claim),
                "attempts": attempts,
                "error": _name(error),
                "wait": wait,
                "max": settings.DELIVERY_MAX_ATTEMPTS,
            },
        )
    facts = {"consumer": consumer.name, "attempts": attempts, "error": _name(error)}
    log.error("delivery_failed", deliveries=sorted(claim)[:10], size=len(claim), **facts)


def _name(error: Exception) -> str:
    """The class alone: a message could quote a row."""
    return f"{type(error).__module__}.{type(error).__qualname__}"[:200]

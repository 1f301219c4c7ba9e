"""Making deliveries due again: one dead letter, or a whole history."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from core.events import registry
from core.events.models import Delivery

# What was never absorbed, waiting or dead, is heard for the first time, not again: whoever counts
# what was absorbed must not count it yet.
REPLAY = """
INSERT INTO core_delivery (event_id, consumer, replayed)
SELECT id, %(consumer)s, true FROM core_domainevent
WHERE type = ANY(%(types)s) AND (%(since)s::timestamptz IS NULL OR occurred_at >= %(since)s)
ORDER BY id
ON CONFLICT (event_id, consumer) DO UPDATE
SET done_at = NULL, dead_at = NULL, attempts = 0,
    replayed = core_delivery.replayed OR core_delivery.done_at IS NOT NULL,
    due_at = statement_timestamp(), last_error = ''
"""
# A whole history takes its time, and waits for the batch that a worker has in hand.
PATIENCE = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'"


def redrive(deliveries: QuerySet[Delivery]) -> int:
    """Give dead letters five new attempts.

    Returns:
        How many came back to life.
    """
    return deliveries.exclude(dead_at=None).update(
        dead_at=None, attempts=0, due_at=Now(), last_error=""
    )


def replay(name: str, *, since: datetime | None = None, resend: bool = False) -> int:
    """Make a consumer's deliveries due again, also for events older than the consumer.

    Args:
        name: the consumer.
        since: UTC; only events from then on. None: all.
        resend: also for a consumer that calls the world, which then hears everything again.

    Returns:
        How many deliveries are due again.

    Raises:
        LookupError: no such consumer.
        ValueError: the consumer calls the world and `resend` is off.
    """
    consumer = registry.get(name)
    if consumer.outside and not resend:
        raise ValueError(f"{name} calls the world; say --resend to let it")
    return _replay(name, consumer.event_types, since)


def _replay(name: str, types: Iterable[str], since: datetime | None) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PATIENCE)
        cursor.execute(REPLAY, {"consumer": name, "types": list(types), "since": since})
        return int(cursor.rowcount)

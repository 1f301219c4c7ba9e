"""How far behind the deliveries are, from the table itself; never from what the cluster says."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

STATE = """
SELECT consumer,
       count(*) FILTER (WHERE dead_at IS NULL AND due_at <= now()) AS due,
       coalesce(extract(epoch FROM now() - min(e.occurred_at)
           FILTER (WHERE dead_at IS NULL AND due_at <= now())), 0)::float AS oldest_seconds,
       count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead
FROM core_delivery d JOIN core_domainevent e ON e.id = d.event_id
WHERE done_at IS NULL
GROUP BY consumer ORDER BY consumer
"""
OLDEST_DUE = """
SELECT coalesce(max(extract(epoch FROM now() - due_at)), 0)::float FROM core_delivery
WHERE done_at IS NULL AND dead_at IS NULL AND due_at <= now()
"""


@dataclass(frozen=True)
class Backlog:
    """What one consumer has before it: `due` and `dead` deliveries, and the oldest due's age."""

    consumer: str
    due: int
    oldest_seconds: float
    dead: int


def backlogs() -> list[Backlog]:
    """Every consumer that has anything open or dead."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return [Backlog(*row) for row in cursor.fetchall()]


def oldest_due_seconds() -> float:
    """How long the longest-waiting delivery has been due, in seconds; 0 when none is."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_DUE)
        return float(cursor.fetchone()[0])


def stale() -> bool:
    """Whether the workers have left something due for longer than `DELIVERY_STALE_SECONDS`."""
    limit: int = settings.DELIVERY_STALE_SECONDS
    return oldest_due_seconds() > limit

"""How far behind the deliveries are, from the table itself; never from what the cluster says."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from core.events import registry

# Each half reads a partial index: what is done is most of the table.
STATE = """
SELECT consumer, sum(due)::int, max(oldest_seconds)::float, sum(dead)::int FROM (
    SELECT consumer, count(*) AS due, 0 AS dead,
        extract(epoch FROM statement_timestamp() - min(due_at)) AS oldest_seconds
    FROM core_delivery
    WHERE done_at IS NULL AND dead_at IS NULL AND due_at <= statement_timestamp()
    GROUP BY consumer
    UNION ALL
    SELECT consumer, 0, count(*), 0 FROM core_delivery WHERE dead_at IS NOT NULL GROUP BY consumer
) halves
GROUP BY consumer ORDER BY consumer
"""


@dataclass(frozen=True)
class Backlog:
    """What one consumer has before it.

    Args:
        consumer: its name.
        due: deliveries that wait for a worker now.
        oldest_seconds: how long the first of them has been due.
        dead: deliveries that failed too often.
    """

    consumer: str
    due: int
    oldest_seconds: float
    dead: int

    @property
    def registered(self) -> bool:
        """Whether this release listens; what waits for another release is nobody's delay."""
        return self.consumer in registry.names()

    @property
    def stale(self) -> bool:
        """Whether the workers have left something due for longer than `DELIVERY_STALE_SECONDS`."""
        limit: int = settings.DELIVERY_STALE_SECONDS
        return self.registered and self.oldest_seconds > limit


def backlogs() -> list[Backlog]:
    """Every consumer that has anything due or dead, by name."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return [Backlog(*row) for row in cursor.fetchall()]


def stale() -> bool:
    """Whether the workers are behind with anything."""
    return any(backlog.stale for backlog in backlogs())

"""Waking the workers. A lost ring costs seconds, never an event: the sweeper drains what is due.

A ring is a task in the queue, and each write could make one for each consumer; at two hundred
writes a second the workers would do little but answer. So who writes while a ring waits to be
answered leaves it at that one:

- a writer finds the ring waiting and holds on to that (`FOR SHARE`) until it commits;
- a worker answers before it looks for what is due, and answering waits for those writers.

What is committed before the answer is therefore found by the worker; who comes after it rings
again. A ring that nobody answers counts for a few seconds only. Nobody waits for another writer,
and a worker not for one that takes longer than `lock_timeout`: what that one writes is left to
the sweeper, or to the next ring, and what others wrote is not held up by it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from django.db import OperationalError, connection
from django_q.tasks import async_task
from psycopg.errors import LockNotAvailable

log = structlog.get_logger(__name__)

BELIEVED_SECONDS = 5

WAITING = """
SELECT consumer FROM core_bell
WHERE consumer = ANY(%(consumers)s) AND waiting
    AND rung_at > statement_timestamp() - %(believed)s * interval '1 second'
FOR SHARE SKIP LOCKED
"""
RUNG = """
UPDATE core_bell SET waiting = true, rung_at = statement_timestamp()
WHERE consumer IN (
    SELECT consumer FROM core_bell WHERE consumer = ANY(%(consumers)s)
    FOR NO KEY UPDATE SKIP LOCKED
)
"""
ANSWERED = """
INSERT INTO core_bell (consumer, waiting, rung_at) VALUES (%(consumer)s, false, now())
ON CONFLICT (consumer) DO UPDATE SET waiting = false
"""

_muted: ContextVar[bool] = ContextVar("bell_muted", default=False)


@contextmanager
def muted() -> Iterator[None]:
    """Ring for nothing that the block records: for whoever loads a lot and drains it afterwards."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)


def ring(consumers: Sequence[str], *, using: str = "default") -> None:
    """Ask the workers to drain these consumers, as part of the transaction in hand.

    Args:
        consumers: names with something due.
        using: the alias of the writer's transaction; the broker's table must be on the same one,
            or a rollback would leave a task behind.
    """
    if using != "default" or _muted.get():
        return
    for name in consumers:
        async_task("core.events.tasks.drain_consumer", name, group=f"drain {name}")


def ring_once(consumers: Sequence[str], *, using: str = "default") -> None:
    """As `ring`, but a consumer for which a ring waits to be answered is not rung for again.

    Within the transaction that made something due.
    """
    if using != "default" or _muted.get() or not consumers:
        return
    asked: dict[str, Any] = {"consumers": list(consumers), "believed": BELIEVED_SECONDS}
    with connection.cursor() as cursor:
        cursor.execute(WAITING, asked)
        waiting = {name for (name,) in cursor.fetchall()}
        if missing := [name for name in consumers if name not in waiting]:
            cursor.execute(RUNG, {"consumers": missing})
    ring(missing)


def answer(name: str) -> bool:
    """Say that a consumer's ring was heard; to be committed before looking for what is due.

    Returns:
        Whether it could be said, and not only tried in vain for `lock_timeout`.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(ANSWERED, {"consumer": name})
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        log.warning("ring_not_answered", consumer=name)
        return False
    return True

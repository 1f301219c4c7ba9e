"""One at a time, each taken in a statement of its own: what is read afterwards is as it is then.

A lock taken within a query would let that query count by a snapshot from before the wait.
"""

from uuid import UUID

from django.db import connection

PER_RECEIVER = 7_115_301
PER_SEARCHER = 7_115_302
SENDING = 7_115_914_303


def wait_for(kind: int, whose: UUID) -> None:
    """Be the only one until the transaction ends.

    Args:
        kind: one of the above.
        whose: two ids share a lock once in four milliards, and then wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [kind, str(whose)])


def is_alone(name: int) -> bool:
    """Whether nobody else holds the lock, which is then held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [name])
        return bool(cursor.fetchone()[0])

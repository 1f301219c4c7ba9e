"""The book of changes, read so that nothing is missed however transactions overlap.

A transaction takes its id before it commits, and one with a low id may commit long after others
with higher ones. So changes are read only up to the oldest transaction that is still running
(`pg_snapshot_xmin`): below it everything is committed or undone, and nothing can come any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

SCAN = """
SELECT changed_in::text::bigint, subject_type, subject_id FROM core_change AS noted
WHERE (changed_in, subject_type, subject_id) > (%s::text::xid8, %s, %s)
    AND changed_in < pg_snapshot_xmin(pg_current_snapshot())
    AND subject_type = ANY(%s)
    AND NOT EXISTS (
        SELECT 1 FROM core_change AS later
        WHERE later.subject_type = noted.subject_type AND later.subject_id = noted.subject_id
            AND later.changed_in > noted.changed_in
            AND later.changed_in < pg_snapshot_xmin(pg_current_snapshot())
    )
ORDER BY changed_in, subject_type, subject_id LIMIT %s
"""
NOW = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, system_identifier
FROM pg_control_system()
"""
NOTE = "SELECT core_note_changes(%s, %s::uuid[])"
COMPACT = """
WITH places AS MATERIALIZED (
    SELECT changed_in, subject_type, subject_id FROM core_change
    WHERE (changed_in, subject_type, subject_id) > (%s::text::xid8, %s, %s)
    ORDER BY changed_in, subject_type, subject_id LIMIT %s
), gone AS (
    DELETE FROM core_change AS noted USING places
    WHERE noted.changed_in = places.changed_in
        AND noted.subject_type = places.subject_type AND noted.subject_id = places.subject_id
        AND EXISTS (
            SELECT 1 FROM core_change AS later
            WHERE later.subject_type = noted.subject_type AND later.subject_id = noted.subject_id
                AND later.changed_in > noted.changed_in
                AND later.changed_in < pg_snapshot_xmin(pg_current_snapshot())
        )
    RETURNING 1
)
SELECT changed_in::text::bigint, subject_type, subject_id, (SELECT count(*) FROM gone) FROM places
ORDER BY changed_in DESC, subject_type DESC, subject_id DESC LIMIT 1
"""
RENUMBER = """
WITH noted AS (DELETE FROM core_change RETURNING subject_type, subject_id)
INSERT INTO core_change SELECT DISTINCT pg_current_xact_id(), subject_type, subject_id FROM noted
"""
AT_ONCE = 5_000
"""Places looked at by one statement that deletes, so that each is short whatever the book holds."""


@dataclass(frozen=True, order=True)
class Noted:
    """A place in the book: what was changed, and in which transaction."""

    changed_in: int
    subject_type: str
    subject_id: UUID


@dataclass(frozen=True)
class Horizon:
    """How far the book can be read now, on which server (its ids mean nothing on another)."""

    changed_in: int
    server: int


BEGINNING = Noted(0, "", UUID(int=0))


def horizon() -> Horizon:
    """The first transaction of which it is not certain what it changes."""
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return Horizon(*cursor.fetchone())


def changes_after(place: Noted, *, subject_types: Sequence[str], limit: int) -> list[Noted]:
    """What was changed after a place in the book, each row once, where it was changed last."""
    with connection.cursor() as cursor:
        asked: list[Any] = [str(place.changed_in), place.subject_type, place.subject_id]
        cursor.execute(SCAN, [*asked, list(subject_types), limit])
        return [Noted(*row) for row in cursor.fetchall()]


def note(subject_type: str, ids: Sequence[UUID]) -> None:
    """Say that these rows are to be shown anew, though none was written."""
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [subject_type, list(ids)])


def forget_superseded(at_once: int = AT_ONCE) -> int:
    """Keep of each row where it was changed last; returns how many places went.

    Args:
        at_once: places of the book looked at by one statement, each its own transaction unless the
            caller has one.
    """
    place, count = BEGINNING, 0
    with connection.cursor() as cursor:
        while True:
            asked: list[Any] = [str(place.changed_in), place.subject_type, place.subject_id]
            cursor.execute(COMPACT, [*asked, at_once])
            last = cursor.fetchone()
            if last is None:
                return count
            place, count = Noted(*last[:3]), count + last[3]


def renumber() -> int:
    """Say that every row in the book is changed now: ids of another server's transactions may lie
    so far ahead of this one's that nothing would be told for years.

    Returns:
        How many rows there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(RENUMBER)
        return int(cursor.rowcount)

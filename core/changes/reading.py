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
DELETE FROM core_change AS noted USING core_change AS later
WHERE later.subject_type = noted.subject_type AND later.subject_id = noted.subject_id
    AND later.changed_in > noted.changed_in
    AND later.changed_in < pg_snapshot_xmin(pg_current_snapshot())
"""


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


def forget_superseded() -> int:
    """Keep of each row where it was changed last; returns how many places went."""
    with connection.cursor() as cursor:
        cursor.execute(COMPACT)
        return int(cursor.rowcount)

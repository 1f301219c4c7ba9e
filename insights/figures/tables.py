"""The four tables of figures, and how sums get into them.

The same statements write the live tables and, under other names, those of a rebuild.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from core import clock
from insights.figures.days import KEPT_DAYS
from insights.figures.deltas import FIELDS
from insights.figures.tally import DayKey, Key, Tally

LOCK = 7_115_914_001
"""Advisory lock of everybody who writes figures: windows are computed from settled days."""
LOCK_WAIT = "15s"


@dataclass(frozen=True)
class Tables:
    """Names of the tables of days, people, waits and windows."""

    bucket: str
    person: str
    wait: str
    aggregate: str

    def names(self) -> dict[str, str]:
        return vars(self)


LIVE = Tables(
    bucket="insights_daybucket",
    person="insights_dayparticipant",
    wait="insights_daywait",
    aggregate="insights_aggregate",
)

PIECES = {
    "figures": ", ".join(FIELDS),
    "arrays": ", ".join(f"%({name})s::bigint[]" for name in FIELDS),
    "added": ", ".join(f"{name} = b.{name} + excluded.{name}" for name in FIELDS),
    "row": "computed_at, expires_at",
    "times": f"%(now)s, (day + {KEPT_DAYS})::timestamp AT TIME ZONE 'UTC'",
    "days": "%(cell)s::text[], %(category)s::text[], %(day)s::date[]",
}

ADD_BUCKETS = """
INSERT INTO {bucket} AS b (cell, category, day, {figures}, {row})
SELECT cell, category, day, {figures}, {times}
FROM unnest({days}, {arrays}) AS t(cell, category, day, {figures})
ON CONFLICT (cell, category, day) DO UPDATE SET {added}, computed_at = excluded.computed_at
"""
ADD_PEOPLE = """
INSERT INTO {person} AS p (cell, category, day, pseudonym, facts, {row})
SELECT cell, category, day, pseudonym, facts, {times}
FROM unnest({days}, %(pseudonym)s::uuid[], %(facts)s::int[])
    AS t(cell, category, day, pseudonym, facts)
ON CONFLICT (cell, category, day, pseudonym) DO UPDATE SET facts = p.facts + excluded.facts,
    computed_at = excluded.computed_at
RETURNING p.cell, p.category, p.day, p.pseudonym, p.facts
"""
ADD_WAITS = """
INSERT INTO {wait} AS w (cell, category, day, bin, count, {row})
SELECT cell, category, day, bin, count, {times}
FROM unnest({days}, %(bin)s::int[], %(count)s::int[]) AS t(cell, category, day, bin, count)
ON CONFLICT (cell, category, day, bin) DO UPDATE SET count = w.count + excluded.count,
    computed_at = excluded.computed_at
"""
CLEAR_DAYS = """
DELETE FROM {table} t USING unnest({days}) AS k(cell, category, day)
WHERE t.cell = k.cell COLLATE "C" AND t.category = k.category COLLATE "C" AND t.day = k.day
"""
CLEAR_DAY = "DELETE FROM {table} WHERE day = %(day)s"


def hold_lock() -> None:
    """Wait for the lock of the figures, until the transaction ends.

    In a statement of its own: what follows then sees all that the last holder wrote.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def add(tally: Tally, tables: Tables = LIVE) -> set[Key]:
    """Add sums to the days.

    Returns:
        The (cell, category) pairs in which someone began or ceased to count.
    """
    days = sorted(tally.buckets.items())
    figures = {name: [row[i] for _, row in days] for i, name in enumerate(FIELDS)}
    _write(ADD_BUCKETS, tables, [key for key, _ in days], **figures)
    waits = sorted(tally.waits.items())
    bins = [key[3] for key, _ in waits]
    _write(ADD_WAITS, tables, [key[:3] for key, _ in waits], bin=bins, count=_values(waits))
    people = sorted(tally.people.items())
    pseudonyms = [key[3] for key, _ in people]
    written = _write(
        ADD_PEOPLE,
        tables,
        [key[:3] for key, _ in people],
        pseudonym=pseudonyms,
        facts=_values(people),
    )
    return {
        (cell, category)
        for cell, category, day, pseudonym, facts in written
        if (facts > 0) != (facts - tally.people[cell, category, day, pseudonym] > 0)
    }


def clear(days: Sequence[DayKey], tables: Tables = LIVE) -> None:
    """Delete the days of cells, for them to be counted again."""
    for table in (tables.bucket, tables.person, tables.wait):
        if days:
            _execute(CLEAR_DAYS.format(table=table, **PIECES), _columns(days))


def clear_day(day: date, tables: Tables = LIVE) -> None:
    """Delete a whole day."""
    for table in (tables.bucket, tables.person, tables.wait):
        _execute(CLEAR_DAY.format(table=table), {"day": day})


def _values(items: Sequence[tuple[Any, int]]) -> list[int]:
    return [amount for _, amount in items]


def _write(
    statement: str, tables: Tables, days: Sequence[DayKey], **columns: list[Any]
) -> list[tuple[Any, ...]]:
    if not days:
        return []
    sent = {**_columns(days), **columns, "now": clock.now()}
    return _execute(statement.format(**tables.names(), **PIECES), sent)


def _columns(days: Sequence[DayKey]) -> dict[str, list[Any]]:
    cells, categories, dates = zip(*days, strict=True)
    return {"cell": list(cells), "category": list(categories), "day": list(dates)}


def _execute(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []

"""The tables of figures, and how events get into them.

The same statements write the live tables and, under other names, those of a rebuild.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from core import clock
from insights.figures.days import KEPT_DAYS
from insights.figures.deltas import FIELDS, DayKey, Key, landed
from insights.figures.history import Source

LOCK = 7_115_914_001
"""Advisory lock of everybody who writes figures: windows are computed from settled days."""
REBUILDING = 7_115_914_003
"""Advisory lock of a rebuild, from its snapshot until its differences are added."""
LOCK_WAIT = "15s"


@dataclass(frozen=True)
class Tables:
    """Names of the tables of days, people, waits, windows and past weeks."""

    bucket: str
    person: str
    wait: str
    aggregate: str
    snapshot: str

    def names(self) -> dict[str, str]:
        return vars(self)

    def of_history(self) -> "Tables":
        """The same, with past weeks in the place of windows."""
        return replace(self, aggregate=self.snapshot)


LIVE = Tables(
    bucket="insights_daybucket",
    person="insights_dayparticipant",
    wait="insights_daywait",
    aggregate="insights_aggregate",
    snapshot="insights_snapshot",
)

PIECES = {
    "figures": ", ".join(FIELDS),
    "sums": ", ".join(f"sum({name})::bigint AS {name}" for name in FIELDS),
    "row": "computed_at, expires_at",
    "times": f"%(now)s, (day + {KEPT_DAYS})::timestamp AT TIME ZONE 'UTC'",
    "kept": str(KEPT_DAYS),
    "days": "%(cell)s::text[], %(category)s::text[], %(day)s::date[]",
}

# A row that is there already is added to.
ADDED_TO = {
    "bucket_again": "ON CONFLICT (cell, category, day) DO UPDATE SET "
    + ", ".join(f"{name} = b.{name} + excluded.{name}" for name in FIELDS)
    + ", computed_at = excluded.computed_at",
    "wait_again": "ON CONFLICT (cell, category, day, bin) DO UPDATE SET "
    "count = w.count + excluded.count, computed_at = excluded.computed_at",
    "person_again": "ON CONFLICT (cell, category, day, pseudonym) DO UPDATE SET "
    "facts = p.facts + excluded.facts, computed_at = excluded.computed_at",
}
# Or each batch writes rows of its own, to be summed up in the end.
BESIDE_EACH_OTHER = dict.fromkeys(ADDED_TO, "")

# One statement for all three tables. Sorted, so that rows are written in the order of the index.
ADD = """
WITH {landed},
wanted AS MATERIALIZED (
    SELECT l.* FROM landed l {only} WHERE l.day >= %(oldest)s AND l.day > l.own - {kept}
),
people AS MATERIALIZED (
    SELECT cell, category, day, p.pseudonym, sum(facts)::int AS facts
    FROM wanted CROSS JOIN LATERAL (
        SELECT DISTINCT text::uuid AS pseudonym
        FROM jsonb_array_elements_text(coalesce(payload->'participants', '[]')) AS t(text)
    ) p
    WHERE facts <> 0 GROUP BY 1, 2, 3, 4
),
buckets AS (
    INSERT INTO {bucket} AS b (cell, category, day, {figures}, {row})
    SELECT cell, category, day, {sums}, {times} FROM wanted GROUP BY cell, category, day
    ORDER BY cell, category, day
    {bucket_again}
    RETURNING b.cell, b.category, b.day
),
waits AS (
    INSERT INTO {wait} AS w (cell, category, day, bin, count, {row})
    SELECT cell, category, day, bin, count(*), {times}
    FROM wanted WHERE bin IS NOT NULL GROUP BY cell, category, day, bin
    ORDER BY cell, category, day, bin
    {wait_again}
),
persons AS (
    INSERT INTO {person} AS p (cell, category, day, pseudonym, facts, {row})
    SELECT cell, category, day, pseudonym, facts, {times} FROM people
    ORDER BY cell, category, day, pseudonym
    {person_again}
    RETURNING p.cell, p.category, p.day, p.pseudonym, p.facts
),
turned AS (
    SELECT DISTINCT cell, category, day
    FROM persons JOIN people USING (cell, category, day, pseudonym)
    WHERE (persons.facts > 0) <> (persons.facts - people.facts > 0)
)
SELECT {answer}
"""
TOUCHED = """
b.cell, b.category, b.day, t.cell IS NOT NULL
FROM buckets b LEFT JOIN turned t USING (cell, category, day)
"""
ONLY = f"""
JOIN unnest({PIECES["days"]}) AS k(k_cell, k_category, k_day) ON l.cell = k.k_cell COLLATE "C"
    AND l.category = k.k_category COLLATE "C" AND l.day = k.k_day
"""
DAYS_OF = """
WITH {landed} SELECT DISTINCT cell, category, day FROM landed WHERE day >= %(oldest)s
"""
CLEAR_DAYS = """
DELETE FROM {table} t USING unnest({days}) AS k(cell, category, day)
WHERE t.cell = k.cell COLLATE "C" AND t.category = k.category COLLATE "C" AND t.day = k.day
"""


@dataclass(frozen=True)
class Touched:
    """Days of cells that changed, and those of them in which someone began or ceased to count."""

    days: frozenset[DayKey]
    people_changed: frozenset[DayKey]

    @property
    def keys(self) -> set[Key]:
        return keys_of(self.days)


def keys_of(days: Iterable[DayKey]) -> set[Key]:
    """The cells and categories of these days."""
    return {(cell, category) for cell, category, _ in days}


def hold_lock() -> None:
    """Wait for the lock of the figures, until the transaction ends.

    In a statement of its own: what follows then sees all that the last holder wrote.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def rebuild_under_way() -> bool:
    """Whether a rebuild will make the days right by itself; if not, none begins before the
    transaction in hand has ended."""
    [[free]] = _execute("SELECT pg_try_advisory_xact_lock_shared(%(lock)s)", {"lock": REBUILDING})
    return not free


def add(source: Source, *, oldest: date, only: Sequence[DayKey] | None = None) -> Touched:
    """Add what events change to the live days.

    Args:
        source: which events.
        oldest: what lands on earlier days is left out; so is what lands on a day that was no
            longer kept when its event happened.
        only: where given, so is what lands on other days of cells than these.
    """
    asked = {**_columns(only)} if only is not None else {}
    pieces = {"answer": TOUCHED, "only": ONLY if only is not None else "", **ADDED_TO}
    rows = _add(source, LIVE, pieces, oldest=oldest, **asked)
    return Touched(
        frozenset((cell, category, day) for cell, category, day, _ in rows),
        frozenset((cell, category, day) for cell, category, day, changed in rows if changed),
    )


def add_to(tables: Tables, source: Source, *, oldest: date) -> int:
    """Write what events change beside what others of a rebuild did; to be summed up in the end.

    Returns:
        How many events were read.
    """
    pieces = {"answer": "(SELECT count(*) FROM facts)", "only": "", **BESIDE_EACH_OTHER}
    [[read]] = _add(source, tables, pieces, oldest=oldest)
    return int(read)


def days_of(source: Source, *, oldest: date) -> list[DayKey]:
    """The days of cells on which events land, sorted."""
    query, asked = source
    return sorted(_execute(DAYS_OF.format(landed=landed(query)), {**asked, "oldest": oldest}))


def clear(days: Sequence[DayKey], tables: Tables = LIVE) -> None:
    """Delete the days of cells, for them to be counted again."""
    for table in (tables.bucket, tables.person, tables.wait):
        if days:
            _execute(CLEAR_DAYS.format(table=table, **PIECES), _columns(days))


def _add(
    source: Source, tables: Tables, pieces: dict[str, str], **asked: Any
) -> list[tuple[Any, ...]]:
    query, values = source
    statement = ADD.format(landed=landed(query), **tables.names(), **pieces, **PIECES)
    return _execute(statement, {**values, **asked, "now": clock.now()})


def _columns(days: Sequence[DayKey]) -> dict[str, list[Any]]:
    cells, categories, dates = zip(*days, strict=True) if days else ((), (), ())
    return {"cell": list(cells), "category": list(categories), "day": list(dates)}


def _execute(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []

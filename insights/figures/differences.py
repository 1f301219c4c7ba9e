"""How the live tables and those of a rebuild differ: told row by row, or added to the days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from insights.figures.days import KEPT_DAYS
from insights.figures.deltas import FIELDS
from insights.figures.tables import Tables

MOST_LISTED = 20
DAY = "cell, category, day"
WINDOW = "category, cell, window_days"
KEPT = "WHERE day >= %(since)s"

# Table, key, columns that must agree, which rows.
COMPARED = (
    ("bucket", DAY, FIELDS, KEPT),
    ("person", f"{DAY}, pseudonym", ("facts",), KEPT),
    ("wait", f"{DAY}, bin", ("count",), KEPT),
)
OF_WINDOWS = ("participants", "added_participants", "median_minutes", "shown")
DIFFERENT = """
SELECT count(*) OVER (), {key}, l.figures::text, r.figures::text
FROM (SELECT {key}, row({values}) AS figures FROM {live} {where}) l
FULL JOIN (SELECT {key}, row({values}) AS figures FROM {rebuilt} {where}) r USING ({key})
WHERE l.figures IS DISTINCT FROM r.figures
ORDER BY {key} LIMIT {most}
"""
# What is to be added to a live row, and whether no event speaks of it at all.
FIND = """
DROP TABLE IF EXISTS pg_temp.difference_of_{name};
CREATE TEMPORARY TABLE difference_of_{name} AS
SELECT {key}, {missing}, r.cell_too IS NULL AS unheard_of
FROM (SELECT * FROM {live} {where}) l
FULL JOIN (SELECT *, cell AS cell_too FROM {rebuilt} {where}) r USING ({key})
WHERE row({of_live}) IS DISTINCT FROM row({of_rebuilt})
"""
DAYS = """
SELECT day FROM difference_of_bucket UNION SELECT day FROM difference_of_person
UNION SELECT day FROM difference_of_wait
"""
ADD = """
INSERT INTO {live} AS b ({key}, {values}, computed_at, expires_at)
SELECT {key}, {values}, now(), greatest(now() + interval '1 second',
    (day + {kept})::timestamp AT TIME ZONE 'UTC')
FROM difference_of_{name} WHERE day = %(day)s
ON CONFLICT ({key}) DO UPDATE SET {added}, computed_at = excluded.computed_at
"""
FORGET = """
DELETE FROM {live} b USING difference_of_{name} d
WHERE d.unheard_of AND d.day = %(day)s AND {same} AND {nothing}
"""


@dataclass(frozen=True)
class Comparison:
    """How one table and its rebuild differ: in how many rows, and the first of them in words."""

    table: str
    different: int
    listed: list[str]


def compare(
    live: Tables, rebuilt: Tables, *, since: date, weeks: Sequence[date]
) -> list[Comparison]:
    """Each row of the days kept since a day, of all windows, and of these past weeks."""
    asked = {"since": since, "weeks": list(weeks)}
    windows = ("aggregate", WINDOW, ("as_of", *FIELDS, *OF_WINDOWS), "")
    history = (
        "snapshot",
        f"{WINDOW}, as_of",
        (*FIELDS, *OF_WINDOWS),
        "WHERE as_of = ANY(%(weeks)s::date[])",
    )
    return [
        _compare(live.names()[name], rebuilt.names()[name], key, values, where, asked)
        for name, key, values, where in (*COMPARED, windows, history)
    ]


def find(live: Tables, rebuilt: Tables, *, since: date) -> None:
    """Remember, for the session, what the live days lack of the rebuilt ones or have too much."""
    for name, key, values, where in COMPARED:
        statement = FIND.format(
            name=name,
            live=live.names()[name],
            rebuilt=rebuilt.names()[name],
            key=key,
            where=where,
            missing=", ".join(f"coalesce(r.{v}, 0) - coalesce(l.{v}, 0) AS {v}" for v in values),
            of_live=", ".join(f"l.{value}" for value in values),
            of_rebuilt=", ".join(f"r.{value}" for value in values),
        )
        _run(statement, {"since": since})


def days() -> list[date]:
    """The days on which `find` found any."""
    return sorted(day for (day,) in _run(DAYS))


def add(day: date, live: Tables) -> None:
    """Add what `find` found of one day to the live tables; what no event speaks of goes."""
    for name, key, values, _ in COMPARED:
        pieces = {
            "name": name,
            "live": live.names()[name],
            "key": key,
            "values": ", ".join(values),
            "added": ", ".join(f"{value} = b.{value} + excluded.{value}" for value in values),
            "same": " AND ".join(f"b.{each} = d.{each}" for each in key.split(", ")),
            "nothing": " AND ".join(f"b.{value} = 0" for value in values),
            "kept": KEPT_DAYS,
        }
        for statement in (ADD, FORGET):
            _run(statement.format(**pieces), {"day": day})


def _compare(
    live: str, rebuilt: str, key: str, values: Sequence[str], where: str, asked: dict[str, Any]
) -> Comparison:
    statement = DIFFERENT.format(
        live=live,
        rebuilt=rebuilt,
        key=key,
        values=", ".join(values),
        where=where,
        most=MOST_LISTED,
    )
    rows = _run(statement, asked)
    listed = [
        f"{live} {' '.join(str(value) for value in row[1:-2])}: "
        f"live {row[-2] or 'absent'}, rebuilt {row[-1] or 'absent'}"
        for row in rows
    ]
    return Comparison(live, rows[0][0] if rows else 0, listed)


def _run(statement: str, asked: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall() if cursor.description else []

"""The windows of cells, computed from their days."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from core import clock
from insights.enums import Window
from insights.figures.days import WEEK_DAYS, history_expiry, window_expiry
from insights.figures.deltas import FIELDS, Key
from insights.figures.tables import LIVE, Tables
from insights.figures.waits import EDGES, width

GIVEN_KEYS = """
SELECT cell COLLATE "C" AS cell, category COLLATE "C" AS category
FROM unnest(%(cells)s::text[], %(categories)s::text[]) AS t(cell, category)
"""
ALL_KEYS = """
SELECT DISTINCT cell, category FROM {bucket}
WHERE day > %(as_of)s - %(reach)s::int AND day <= %(as_of)s {besides}
"""


def _by_window(name: str) -> str:
    """The column of the window in hand, among those computed for all three."""
    cases = " ".join(f"WHEN {days} THEN {name}_{days}" for days in Window.values)
    return f"CASE w.window_days {cases} END"


PIECES = {
    "figures": ", ".join(FIELDS),
    "sums": ", ".join(
        f"coalesce(sum({name}) FILTER (WHERE day > %(as_of)s - {days}), 0)::bigint AS {name}_{days}"
        for name in FIELDS
        for days in Window.values
    ),
    "chosen": ", ".join(_by_window(name) for name in FIELDS),
    "commitments": _by_window("commitments"),
    "replaced": ", ".join(
        f"{name} = excluded.{name}"
        for name in ("as_of", *FIELDS, "participants", "added_participants", "median_minutes")
    ),
    "bins": ", ".join(f"({n}, {low}, {width(n)})" for n, low in enumerate(EDGES)),
}

# By key, through indexes: the sums of its days; its distinct people, by the parts of 30 days
# (1-7, 8-14, 15-30) they are in; for each window the median of its bins.
RECOMPUTE = """
WITH keys AS MATERIALIZED ({keys}),
bins(bin, low, width) AS (VALUES {bins})
INSERT INTO {aggregate} AS a (cell, category, window_days, as_of, {figures}, participants,
    added_participants, median_minutes, shown, computed_at, expires_at)
SELECT k.cell, k.category, w.window_days, %(as_of)s, {chosen},
    CASE w.window_days WHEN 7 THEN p.a WHEN 14 THEN p.ab ELSE p.abc END,
    CASE w.window_days WHEN 7 THEN p.a WHEN 14 THEN p.b ELSE p.c END,
    m.median, false, %(now)s, %(expires_at)s
FROM keys k
CROSS JOIN LATERAL (
    SELECT count(*) AS days, {sums} FROM {bucket}
    WHERE cell = k.cell AND category = k.category
        AND day > %(as_of)s - %(reach)s::int AND day <= %(as_of)s
    OFFSET 0
) f
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE latest < 7) AS a, count(*) FILTER (WHERE in_b) AS b,
        count(*) FILTER (WHERE in_c) AS c, count(*) FILTER (WHERE latest < 14) AS ab,
        count(*) AS abc
    FROM (
        SELECT min(%(as_of)s - day) AS latest,
            bool_or(day <= %(as_of)s - 7 AND day > %(as_of)s - 14) AS in_b,
            bool_or(day <= %(as_of)s - 14) AS in_c
        FROM {person}
        WHERE cell = k.cell AND category = k.category
            AND day > %(as_of)s - %(reach)s::int AND day <= %(as_of)s AND facts > 0
        GROUP BY pseudonym
    ) people
    OFFSET 0
) p
CROSS JOIN unnest(%(windows)s::int[]) AS w(window_days)
LEFT JOIN LATERAL (
    SELECT round(low + (total / 2.0 - (until - n)) / n * width)::int AS median
    FROM (
        SELECT bin, sum(count) AS n, sum(sum(count)) OVER (ORDER BY bin) AS until,
            sum(sum(count)) OVER () AS total
        FROM {wait}
        WHERE cell = k.cell AND category = k.category
            AND day > %(as_of)s - w.window_days AND day <= %(as_of)s
            AND {commitments} >= %(k)s
        GROUP BY bin
    ) running JOIN bins USING (bin)
    WHERE n > 0 AND until >= total / 2.0
    ORDER BY bin LIMIT 1
) m ON true
WHERE f.days > 0
ORDER BY k.category, k.cell, w.window_days
ON CONFLICT ({once}) DO UPDATE SET {replaced},
    computed_at = excluded.computed_at, expires_at = excluded.expires_at
"""
"""The median of grouped data: low + (n/2 − counted before) / counted in it × width of its bin
(any textbook of statistics, e.g. Yule & Kendall, 1950, §6.18), rounded to whole minutes; none
below k promises. A window's `added` people are those of the days the next shorter one lacks."""

EMPTY_KEYS = """
DELETE FROM {aggregate} a USING ({keys}) k
WHERE a.cell = k.cell AND a.category = k.category {of_this} AND NOT EXISTS (
    SELECT 1 FROM {bucket} b WHERE b.cell = k.cell AND b.category = k.category
        AND b.day > %(as_of)s - %(reach)s::int AND b.day <= %(as_of)s)
"""
LONG_PAST = "DELETE FROM {aggregate} WHERE as_of < %(as_of)s"


def recompute(keys: Collection[Key] | None, *, as_of: date, k: int, tables: Tables = LIVE) -> None:
    """Write the three windows of each key, and delete those of a key without any day in 30.

    Args:
        keys: (cell, category) pairs; None for all.
        as_of: the windows' last day.
        k: fewest promises that a median may rest on.
        tables: to read days from and write windows to.
    """
    pieces = {"once": "category, cell, window_days", "besides": "", "of_this": ""}
    leftover = LONG_PAST if keys is None else EMPTY_KEYS
    expires_at = window_expiry(as_of)
    _write(keys, Window.values, as_of, expires_at, k, tables, leftover, pieces)


def recompute_week(
    keys: Collection[Key] | None, *, sunday: date, k: int, tables: Tables = LIVE
) -> None:
    """Write the past week of each key that ended with `sunday`; as `recompute`."""
    pieces = {
        "once": "category, cell, window_days, as_of",
        "besides": "AND category <> ''",
        "of_this": "AND a.as_of = %(as_of)s",
    }
    leftover = "" if keys is None else EMPTY_KEYS
    expires_at = history_expiry(sunday)
    _write(keys, [WEEK_DAYS], sunday, expires_at, k, tables.of_history(), leftover, pieces)


def _write(
    keys: Collection[Key] | None,
    windows: Sequence[int],
    as_of: date,
    expires_at: datetime,
    k: int,
    tables: Tables,
    leftover: str,
    pieces: dict[str, str],
) -> None:
    if keys is not None and not keys:
        return
    cells, categories = zip(*sorted(keys), strict=True) if keys else ((), ())
    asked: dict[str, Any] = {
        "cells": list(cells),
        "categories": list(categories),
        "windows": list(windows),
        "reach": max(windows),
        "as_of": as_of,
        "k": k,
        "now": clock.now(),
        "expires_at": expires_at,
    }
    names = {**tables.names(), **pieces}
    chosen = (ALL_KEYS if keys is None else GIVEN_KEYS).format(**names)
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTE.format(keys=chosen, **names, **PIECES), asked)
        if leftover:
            cursor.execute(leftover.format(keys=chosen, **names), asked)

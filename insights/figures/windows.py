"""The windows of cells, computed from their days."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from core import clock
from insights.figures.days import window_expiry
from insights.figures.deltas import FIELDS
from insights.figures.tables import LIVE, Tables
from insights.figures.tally import Key
from insights.figures.waits import EDGES, width

GIVEN_KEYS = """
SELECT cell COLLATE "C" AS cell, category COLLATE "C" AS category
FROM unnest(%(cells)s::text[], %(categories)s::text[]) AS t(cell, category)
"""
ALL_KEYS = """
SELECT DISTINCT cell, category FROM {bucket}
WHERE day > %(as_of)s - 30 AND day <= %(as_of)s
"""
PIECES = {
    "figures": ", ".join(FIELDS),
    "sums": ", ".join(f"sum({name}) FILTER (WHERE recent)::bigint AS {name}" for name in FIELDS),
    "or_zero": ", ".join(f"coalesce(f.{name}, 0)" for name in FIELDS),
    "replaced": ", ".join(
        f"{name} = excluded.{name}"
        for name in ("as_of", *FIELDS, "participants", "added_participants", "median_minutes")
    ),
    "bins": ", ".join(f"({n}, {low}, {width(n)})" for n, low in enumerate(EDGES)),
}

# In order: the keys that have any day in the longest window; their sums; their distinct people,
# by which of the three parts of 30 days (1-7, 8-14, 15-30) they are in; the median of the bins.
RECOMPUTE = """
WITH keys AS MATERIALIZED ({keys}),
windows(window_days, shorter) AS (VALUES (7, 0), (14, 7), (30, 14)),
figures AS (
    SELECT k.cell, k.category, w.window_days, {sums}
    FROM keys k
    JOIN {bucket} b ON b.cell = k.cell AND b.category = k.category
        AND b.day > %(as_of)s - 30 AND b.day <= %(as_of)s
    CROSS JOIN LATERAL (
        SELECT window_days, b.day > %(as_of)s - window_days AS recent FROM windows
    ) w
    GROUP BY 1, 2, 3
),
presence AS (
    SELECT k.cell, k.category, p.pseudonym, min(%(as_of)s - p.day) AS latest,
        bool_or(p.day <= %(as_of)s - 7 AND p.day > %(as_of)s - 14) AS in_second,
        bool_or(p.day <= %(as_of)s - 14) AS in_third
    FROM keys k
    JOIN {person} p ON p.cell = k.cell AND p.category = k.category
        AND p.day > %(as_of)s - 30 AND p.day <= %(as_of)s AND p.facts > 0
    GROUP BY 1, 2, 3
),
people AS (
    SELECT cell, category, window_days,
        count(*) FILTER (WHERE latest < window_days) AS participants,
        count(*) FILTER (WHERE CASE window_days
            WHEN 7 THEN latest < 7 WHEN 14 THEN in_second ELSE in_third END) AS added
    FROM presence CROSS JOIN windows
    GROUP BY 1, 2, 3
),
bins(bin, low, width) AS (VALUES {bins}),
waits AS (
    SELECT k.cell, k.category, w.window_days, t.bin, sum(t.count) AS n
    FROM keys k
    JOIN {wait} t ON t.cell = k.cell AND t.category = k.category
    JOIN windows w ON t.day > %(as_of)s - w.window_days AND t.day <= %(as_of)s
    GROUP BY 1, 2, 3, 4
),
running AS (
    SELECT *, sum(n) OVER (PARTITION BY cell, category, window_days ORDER BY bin) AS until,
        sum(n) OVER (PARTITION BY cell, category, window_days) AS total
    FROM waits
),
medians AS (
    SELECT DISTINCT ON (cell, category, window_days) cell, category, window_days, total,
        round(low + (total / 2.0 - (until - n)) / n * width)::int AS median
    FROM running JOIN bins USING (bin)
    WHERE n > 0 AND until >= total / 2.0
    ORDER BY cell, category, window_days, bin
)
INSERT INTO {aggregate} AS a (cell, category, window_days, as_of, {figures}, participants,
    added_participants, median_minutes, shown, computed_at, expires_at)
SELECT f.cell, f.category, f.window_days, %(as_of)s, {or_zero}, coalesce(p.participants, 0),
    coalesce(p.added, 0), CASE WHEN m.total >= %(k)s THEN m.median END, false,
    %(now)s, %(expires_at)s
FROM figures f
LEFT JOIN people p USING (cell, category, window_days)
LEFT JOIN medians m USING (cell, category, window_days)
ORDER BY f.category, f.cell, f.window_days
ON CONFLICT (category, cell, window_days) DO UPDATE SET {replaced},
    computed_at = excluded.computed_at, expires_at = excluded.expires_at
"""
"""The median of grouped data: low + (n/2 − counted before) / counted in it × width of its bin
(any textbook of statistics, e.g. Yule & Kendall, 1950, §6.18), rounded to whole minutes; none
below k waits. A window's `added` people are those of the days the next shorter one lacks."""

EMPTY_KEYS = """
DELETE FROM {aggregate} a USING ({keys}) k
WHERE a.cell = k.cell AND a.category = k.category AND NOT EXISTS (
    SELECT 1 FROM {bucket} b WHERE b.cell = k.cell AND b.category = k.category
        AND b.day > %(as_of)s - 30 AND b.day <= %(as_of)s)
"""
LONG_PAST = "DELETE FROM {aggregate} WHERE as_of < %(as_of)s"


def recompute(keys: Collection[Key] | None, *, as_of: date, k: int, tables: Tables = LIVE) -> None:
    """Write the three windows of each key, and delete those of a key without any day in 30.

    Args:
        keys: (cell, category) pairs; None for all.
        as_of: the windows' last day.
        k: fewest waits that a median may rest on.
        tables: to read days from and write windows to.
    """
    if keys is not None and not keys:
        return
    cells, categories = zip(*sorted(keys), strict=True) if keys else ((), ())
    asked: dict[str, Any] = {
        "cells": list(cells),
        "categories": list(categories),
        "as_of": as_of,
        "k": k,
        "now": clock.now(),
        "expires_at": window_expiry(as_of),
    }
    names = tables.names()
    chosen = (ALL_KEYS if keys is None else GIVEN_KEYS).format(**names)
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTE.format(keys=chosen, **names, **PIECES), asked)
        leftover = LONG_PAST if keys is None else EMPTY_KEYS
        cursor.execute(leftover.format(keys=chosen, **names), asked)

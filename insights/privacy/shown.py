"""Writing the privacy rule's answer into the windows, family by family.

A family is a cell of precision 4 with its cells of precision 5, in one category; or the totals of
precision 6 in one cell of precision 5.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from insights.enums import Window
from insights.figures.deltas import Key
from insights.figures.tables import LIVE, Tables
from insights.privacy.rule import (
    MANY,
    NOBODY,
    PARTS,
    Counts,
    Level,
    Part,
    Presence,
    children_are_safe,
    own_level,
    parent_level,
)

TOP = 4
"""Precision of a parent by category; a total's parent is one finer."""
Family = tuple[str, str]
"""(cell at the top, category)"""
Cells = Mapping[str, Counts]

COUNTS = """
SELECT f.root, a.cell, a.category, a.a, a.b, a.c, a.ab, a.abc
FROM unnest(%(roots)s::text[], %(categories)s::text[]) AS f(root, category),
LATERAL (
    SELECT cell, category,
        coalesce(sum(participants) FILTER (WHERE window_days = 7), 0)::int AS a,
        coalesce(sum(added_participants) FILTER (WHERE window_days = 14), 0)::int AS b,
        coalesce(sum(added_participants) FILTER (WHERE window_days = 30), 0)::int AS c,
        coalesce(sum(participants) FILTER (WHERE window_days = 14), 0)::int AS ab,
        coalesce(sum(participants) FILTER (WHERE window_days = 30), 0)::int AS abc
    FROM {aggregate} WHERE category = f.category COLLATE "C"
    AND cell >= f.root COLLATE "C" AND cell < (f.root || '~') COLLATE "C" AND as_of = %(as_of)s
    GROUP BY 1, 2
) a
"""
NAMES = """
SELECT DISTINCT k.cell, k.category, k.part, p.pseudonym
FROM unnest(%(cells)s::text[], %(categories)s::text[], %(parts)s::int[],
    %(firsts)s::date[], %(lasts)s::date[]) AS k(cell, category, part, first, last)
JOIN {person} p ON p.cell = k.cell COLLATE "C" AND p.category = k.category COLLATE "C"
    AND p.day >= k.first AND p.day <= k.last AND p.facts > 0
"""
WRITE = """
UPDATE {aggregate} a SET shown = (l.level > 0 AND a.window_days >= l.level)
FROM unnest(%(cells)s::text[], %(categories)s::text[], %(levels)s::int[])
    AS l(cell, category, level)
WHERE a.cell = l.cell COLLATE "C" AND a.category = l.category COLLATE "C" AND a.as_of = %(as_of)s
    AND a.shown <> (l.level > 0 AND a.window_days >= l.level)
RETURNING a.cell, a.category
"""
WINDOWS = sorted(Window.values)
HIDDEN = 0


def refresh(keys: Collection[Key], *, as_of: date, k: int, tables: Tables = LIVE) -> set[Key]:
    """Decide again what may be seen in the families of these cells.

    Args:
        keys: (cell, category) pairs in which people changed.
        as_of: the last day of the windows, which are computed already.
        k: fewest people behind a figure.
        tables: to read and write.

    Returns:
        The pairs of which some window is now seen that was not, or the reverse.
    """
    families = {_family(key) for key in keys}
    if not families:
        return set()
    counts = _counts(families, as_of, tables)
    own = {
        (cell, category): own_level(each, k)
        for (_, category), cells in counts.items()
        for cell, each in cells.items()
    }
    doubtful = [family for family in counts if _must_be_looked_at(family, counts[family], own)]
    names = _names(doubtful, counts, own, as_of, k, tables)
    levels = dict(own)
    for family in doubtful:
        levels |= _beside_each_other(family, counts[family], own, names, k)
    return _write(levels, as_of, tables)


def _family(key: Key) -> Family:
    cell, category = key
    return cell[: TOP if category else TOP + 1], category


def _is_child(cell: str, category: str) -> bool:
    return len(cell) > (TOP if category else TOP + 1)


def _must_be_looked_at(family: Family, cells: Cells, own: Mapping[Key, Level]) -> bool:
    """Whether something would be seen by itself, and something is hidden beside it."""
    category = family[1]
    seen = [own.get(family)] if category else [own[cell, category] for cell in cells]
    return any(level is not None for level in seen) and any(
        own[cell, category] != Window.WEEK for cell in cells if _is_child(cell, category)
    )


def _beside_each_other(
    family: Family,
    cells: Cells,
    own: Mapping[Key, Level],
    names: Mapping[Key, Mapping[int, frozenset[UUID]]],
    k: int,
) -> dict[Key, Level]:
    """The levels that change because others of the family can be subtracted."""
    category = family[1]
    children = [
        (_presence(counts, names.get((cell, category), {}), k), own[cell, category])
        for cell, counts in cells.items()
        if _is_child(cell, category)
    ]
    if category:
        return {family: parent_level(own.get(family), children, k)}
    if children_are_safe(children, k):
        return {}
    return {(cell, category): None for cell in cells}


def _presence(counts: Counts, names: Mapping[int, frozenset[UUID]], k: int) -> Presence:
    def part(index: int) -> Part:
        return MANY if counts[index] >= k else names.get(index, NOBODY)

    return Presence(part(0), part(1), part(2))


def _counts(families: set[Family], as_of: date, tables: Tables) -> dict[Family, dict[str, Counts]]:
    """People by part, of each cell of each family."""
    roots, categories = zip(*sorted(families), strict=True)
    found: dict[Family, dict[str, Counts]] = defaultdict(dict)
    sent = {"roots": list(roots), "categories": list(categories), "as_of": as_of}
    for root, cell, category, *counts in _rows(COUNTS, tables, sent):
        found[root, category][cell] = Counts(*counts)
    return found


def _names(
    families: Sequence[Family],
    counts: Mapping[Family, Cells],
    own: Mapping[Key, Level],
    as_of: date,
    k: int,
    tables: Tables,
) -> dict[Key, dict[int, frozenset[UUID]]]:
    """Who is in the parts of fewer than k, of the children that are not seen in every window."""
    small = [
        (cell, family[1], part, *_days(part, as_of))
        for family in families
        for cell, people in counts[family].items()
        if _is_child(cell, family[1]) and own[cell, family[1]] != Window.WEEK
        for part, count in enumerate(people[:PARTS])
        if 0 < count < k
    ]
    if not small:
        return {}
    cells, categories, parts, firsts, lasts = (list(column) for column in zip(*small, strict=True))
    sent = {
        "cells": cells,
        "categories": categories,
        "parts": parts,
        "firsts": firsts,
        "lasts": lasts,
    }
    people: dict[Key, dict[int, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for cell, category, part, pseudonym in _rows(NAMES, tables, sent):
        people[cell, category][part].add(pseudonym)
    return {
        key: {part: frozenset(names) for part, names in parts.items()}
        for key, parts in people.items()
    }


def _days(part: int, as_of: date) -> tuple[date, date]:
    """First and last day of a part."""
    ends = [0, *WINDOWS]
    return as_of - timedelta(days=ends[part + 1] - 1), as_of - timedelta(days=ends[part])


def _write(levels: Mapping[Key, Level], as_of: date, tables: Tables) -> set[Key]:
    if not levels:
        return set()
    cells, categories = zip(*levels, strict=True)
    sent = {
        "cells": list(cells),
        "categories": list(categories),
        "levels": [level or HIDDEN for level in levels.values()],
        "as_of": as_of,
    }
    return {(cell, category) for cell, category in _rows(WRITE, tables, sent)}


def _rows(statement: str, tables: Tables, sent: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**tables.names()), sent)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

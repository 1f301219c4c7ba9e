"""Writing the privacy rule's answer into the windows, family by family.

A family is a cell of precision 4 with its cells of precision 5, in one category; or the totals of
precision 6 in one cell of precision 5.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from insights.enums import Window
from insights.figures.tables import LIVE, Tables
from insights.figures.tally import Key
from insights.privacy.rule import (
    MANY,
    NOBODY,
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

COUNTS = """
SELECT f.root, a.cell, a.category, a.window_days, a.participants, a.added_participants
FROM unnest(%(roots)s::text[], %(categories)s::text[]) AS f(root, category),
LATERAL (
    SELECT * FROM {aggregate} a WHERE a.category = f.category COLLATE "C"
    AND a.cell >= f.root COLLATE "C" AND a.cell < (f.root || '~') COLLATE "C" OFFSET 0
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
WHERE a.cell = l.cell COLLATE "C" AND a.category = l.category COLLATE "C"
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
    counts = _counts(families, tables)
    names = _names(counts, as_of, k, tables)
    levels: dict[Key, Level] = {}
    for (_, category), cells in counts.items():
        presences = {
            cell: _presence(c, names.get((cell, category), {}), k) for cell, c in cells.items()
        }
        found = _levels_of_totals(presences, k) if not category else _levels(presences, k)
        levels |= {(cell, category): level for cell, level in found.items()}
    return _write(levels, tables)


def _family(key: Key) -> Family:
    cell, category = key
    return cell[: TOP if category else TOP + 1], category


def _levels(presences: Mapping[str, Presence], k: int) -> dict[str, Level]:
    children = {cell: p for cell, p in presences.items() if len(cell) > TOP}
    levels = {cell: own_level(presence, k) for cell, presence in children.items()}
    for cell in presences.keys() - children.keys():
        levels[cell] = parent_level(presences[cell], list(children.values()), k)
    return levels


def _levels_of_totals(presences: Mapping[str, Presence], k: int) -> dict[str, Level]:
    safe = children_are_safe(list(presences.values()), k)
    return {cell: own_level(p, k) if safe else None for cell, p in presences.items()}


def _presence(counts: list[int], names: Mapping[int, frozenset[UUID]], k: int) -> Presence:
    def part(index: int) -> Part:
        return MANY if counts[index] >= k else names.get(index, NOBODY)

    return Presence((part(0), part(1), part(2)))


def _counts(families: set[Family], tables: Tables) -> dict[Family, dict[str, list[int]]]:
    """People by part A, B, C of each cell of each family."""
    roots, categories = zip(*sorted(families), strict=True)
    found: dict[Family, dict[str, list[int]]] = defaultdict(dict)
    sent = {"roots": list(roots), "categories": list(categories)}
    for root, cell, category, days, people, added in _rows(COUNTS, tables, sent):
        index = WINDOWS.index(days)
        counts = found[root, category].setdefault(cell, [0, 0, 0])
        counts[index] = added if index else people
    return found


def _names(
    counts: Mapping[Family, Mapping[str, list[int]]], as_of: date, k: int, tables: Tables
) -> dict[Key, dict[int, frozenset[UUID]]]:
    """Who is in the parts of fewer than k, of the families in which that can matter."""
    small = [
        (cell, category, part, *_days(part, as_of))
        for (_, category), cells in counts.items()
        if not all(count >= k for parts in cells.values() for count in parts)
        for cell, parts in cells.items()
        for part, count in enumerate(parts)
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
    return date.fromordinal(as_of.toordinal() - ends[part + 1] + 1), date.fromordinal(
        as_of.toordinal() - ends[part]
    )


def _write(levels: Mapping[Key, Level], tables: Tables) -> set[Key]:
    if not levels:
        return set()
    cells, categories = zip(*levels, strict=True)
    sent = {
        "cells": list(cells),
        "categories": list(categories),
        "levels": [level or HIDDEN for level in levels.values()],
    }
    return {(cell, category) for cell, category in _rows(WRITE, tables, sent)}


def _rows(statement: str, tables: Tables, sent: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**tables.names()), sent)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

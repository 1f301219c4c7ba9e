"""By cell, newest first: the cell asked for and its neighbours, wider while that is not enough.

A cell is a range of the geohash index. Each range is read by itself (LATERAL … OFFSET 0): left to
choose, the planner reads the whole table instead (measured; docs/feed.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Invalid
from core.geo import cells
from nearby.feed.circles import map_circle, surely_covered_km
from nearby.feed.filters import Filters
from nearby.feed.rows import COLUMNS, Row, collect, fetch, parameters, wanted

COARSEST = min(cells.PRECISIONS)
IN_RANGE = 'geohash >= (low COLLATE "C") AND geohash < (low || \'~\' COLLATE "C")'
NEAR_ENOUGH = "(geohash >= %(cell)s AND geohash < %(cell)s || '~' OR {circles})"
IN_CIRCLE = "location <@ circle(point(%(x{n})s, %(y)s), %(reach)s)"
AFTER = "(created_at, id) < (%(position)s, %(id)s::uuid)"
ONE_KIND = (
    "(SELECT found.* FROM unnest(%(cells)s::text[]) AS low, "
    "LATERAL (SELECT {columns} WHERE {conditions} OFFSET 0) AS found)"
)
NEWEST = "{scans} ORDER BY position DESC, id DESC LIMIT %(limit)s"


@dataclass(frozen=True)
class Position:
    """Where a page ended: how wide the search had become, and its last row."""

    precision: int
    created_at: datetime
    id: UUID


@dataclass(frozen=True)
class Found:
    """A page by cell, with the cells it took, and how far around everything has been seen."""

    rows: list[Row]
    more: bool
    cells: list[str]
    precision: int
    covered_km: float


def newest(
    *,
    viewer: User | AnonymousUser,
    filters: Filters,
    cell: str,
    radius_km: float,
    limit: int,
    after: Position | None = None,
) -> Found:
    """Listings and requests in and around a cell, newest first.

    Starts at the cell's own precision and widens (6 → 5 → 4) until a page is full or everything
    within the radius has been seen.

    Args:
        viewer: who looks; decides what is shown.
        filters: what they look for.
        cell: of 4 to 6 characters. All of it counts, and what is within the radius of its centre.
        radius_km: kilometres on the ground.
        limit: rows a page.
        after: where the page before ended.
    """
    middle = cells.centre(cell)
    precision = after.precision if after else len(cell)
    while True:
        wide = cells.around(cells.parent(cell, precision))
        rows, more = _read(viewer, filters, cell, wide, radius_km, limit, after)
        covered = surely_covered_km(middle, wide[0])
        full = len(rows) == limit or after is not None
        if full or precision == COARSEST or covered >= radius_km:
            return Found(rows, more, wide, precision, min(covered, radius_km))
        precision -= 1


def read_position(values: Sequence[Any], cell: str) -> Position:
    """The position a cursor names.

    Raises:
        Invalid: on `cursor`.
    """
    try:
        precision, created_at, row_id = values
        moment = parse_datetime(created_at)
        if moment is None or precision not in range(COARSEST, len(cell) + 1):
            raise ValueError
        return Position(precision, moment, UUID(row_id))
    except (TypeError, ValueError, AttributeError) as error:
        raise Invalid(cursor=_("This cursor cannot be read. Start again without one.")) from error


def _read(
    viewer: User | AnonymousUser,
    filters: Filters,
    cell: str,
    wide: list[str],
    radius_km: float,
    limit: int,
    after: Position | None,
) -> tuple[list[Row], bool]:
    middle = cells.centre(cell)
    circle = map_circle(middle, radius_km)
    circles = " OR ".join(IN_CIRCLE.format(n=n) for n in range(len(circle.xs)))
    values = parameters(filters, viewer)
    values |= {f"x{n}": x for n, x in enumerate(circle.xs)}
    values |= {"y": circle.y, "reach": circle.reach, "cells": wide, "cell": cell}

    def read(last: Row | None, asked: int) -> list[Row]:
        position = (last.created_at, last.id) if last else after and (after.created_at, after.id)
        scans = []
        for kind in filters.kinds:
            conditions = [wanted(kind, filters, viewer), IN_RANGE]
            conditions += [NEAR_ENOUGH.format(circles=circles)]
            conditions += [AFTER] if position else []
            scans.append(
                ONE_KIND.format(
                    columns=COLUMNS[kind].format(position="created_at"),
                    conditions=" AND ".join(conditions),
                )
            )
        statement = NEWEST.format(scans=" UNION ALL ".join(scans))
        paged = {"position": position[0], "id": position[1]} if position else {}
        return fetch(statement, {**values, **paged, "limit": asked})

    def keep(row: Row) -> bool:
        return row.geohash.startswith(cell) or row.distance_km(middle) <= radius_km

    return collect(read, keep, limit)

"""A page of the feed, and how far it had to go: what the home page and the API both show."""

import math
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from core.api.cursors import decode_cursor, encode_cursor
from core.geo import cells
from core.geo.cells import Point
from nearby.feed import nearest, newest
from nearby.feed.circles import surely_covered_km
from nearby.feed.filters import Filters
from nearby.feed.rows import Row

DEFAULT_RADIUS_KM = 10
MOST_KM = 50


@dataclass(frozen=True)
class Search:
    """How far a page looked: the cells that hold what it found, and within which radius.

    `widened`: it took more than the cell asked for, or than the finest cell around a place, and
    the neighbours of that.
    """

    precision: int
    cells: list[str]
    radius_km: float
    widened: bool


@dataclass(frozen=True)
class Page:
    """Rows with what they are measured from; `following` is the cursor of the next page."""

    rows: list[Row]
    here: Point
    search: Search
    following: str | None

    def distance_km(self, row: Row) -> float:
        """To the centre of the row's public cell, in kilometres to one decimal."""
        return round(row.distance_km(self.here), 1)


def around_place(
    *,
    viewer: User | AnonymousUser,
    filters: Filters,
    here: Point,
    radius_km: float,
    limit: int,
    cursor: str | None = None,
) -> Page:
    """What is around a place, nearest first.

    Args:
        viewer: who looks; decides what is shown.
        filters: what they look for.
        here: degrees north and east.
        radius_km: kilometres on the ground, at most `MOST_KM`.
        limit: rows a page.
        cursor: from the page before.

    Raises:
        Invalid: on `cursor`.
    """
    after = nearest.read_position(decode_cursor(cursor, length=2)) if cursor else None
    rows, more = nearest.nearest(
        viewer=viewer, filters=filters, here=here, radius_km=radius_km, limit=limit, after=after
    )
    following = encode_cursor([rows[-1].position, str(rows[-1].id)]) if more else None
    # With more to come, it took as far as its last row; else all of the radius has been seen.
    reach = rows[-1].distance_km(here) if more else radius_km
    return Page(rows, here, _search_of_place(here, reach), following)


def around_cell(
    *,
    viewer: User | AnonymousUser,
    filters: Filters,
    cell: str,
    radius_km: float,
    limit: int,
    cursor: str | None = None,
) -> Page:
    """What is in and around a cell, newest first, wider until that is enough.

    Args:
        viewer: who looks; decides what is shown.
        filters: what they look for.
        cell: of 4 to 6 characters.
        radius_km: around the cell's centre, at most `MOST_KM`.
        limit: rows a page.
        cursor: from the page before.

    Raises:
        Invalid: on `cursor`.
    """
    after = newest.read_position(decode_cursor(cursor, length=3), cell) if cursor else None
    found = newest.newest(
        viewer=viewer, filters=filters, cell=cell, radius_km=radius_km, limit=limit, after=after
    )
    following = None
    if found.more:
        last = found.rows[-1]
        following = encode_cursor([found.precision, last.created_at.isoformat(), str(last.id)])
    search = Search(
        precision=found.precision,
        cells=found.cells,
        radius_km=math.floor(found.covered_km * 10) / 10,
        widened=found.precision < len(cell),
    )
    return Page(found.rows, cells.centre(cell), search, following)


def _search_of_place(here: Point, reach_km: float) -> Search:
    """The finest cells around a place that surely hold all within `reach_km` of it."""
    finest_first = sorted(cells.PRECISIONS, reverse=True)
    own = [cells.encode(here.lat, here.lon, precision) for precision in finest_first]
    wide_enough = (cell for cell in own if surely_covered_km(here, cell) >= reach_km)
    cell = next(wide_enough, own[-1])
    return Search(
        precision=len(cell),
        cells=cells.around(cell),
        radius_km=math.ceil(reach_km * 10) / 10,
        widened=len(cell) < cells.FINEST_PUBLIC,
    )

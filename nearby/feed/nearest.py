"""Nearest first: one ordered scan a kind of the index on (category, point), merged as they go.

Each kind's rows come out of its index nearest first, and the merge reads no more of either than
the page holds. The order is the Mercator distance, then the id, so that no page skips or repeats
a row however many stand at the centre of one cell; `WITH TIES` hands over all of the last place.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Invalid
from core.geo.cells import Point
from nearby.feed.circles import HALF_WORLD_M, MapCircle, map_circle
from nearby.feed.filters import Filters
from nearby.feed.rows import COLUMNS, IN_CATEGORY_RANGE, Row, collect, fetch, parameters, wanted

FROM_HERE = "location <-> point(%(x{n})s, %(y)s)"
WITHIN = "location <@ circle(point(%(x{n})s, %(y)s), %(reach)s)"
# Half around the world from here is where the next image is nearer.
ONE_IMAGE = "location[0] >= %(x{n})s - %(half)s AND location[0] < %(x{n})s + %(half)s"
AFTER = "({position}, id) > (%(position)s, %(id)s::uuid)"
ONE_KIND = "(SELECT {columns} WHERE {conditions} ORDER BY {position})"
NEAREST = (
    "SELECT * FROM (SELECT * FROM ({scans}) AS merged ORDER BY position "
    "FETCH FIRST %(limit)s ROWS WITH TIES) AS page ORDER BY position, id LIMIT %(limit)s"
)
Position = tuple[float, UUID]


def nearest(
    *,
    viewer: User | AnonymousUser,
    filters: Filters,
    here: Point,
    radius_km: float,
    limit: int,
    after: Position | None = None,
) -> tuple[list[Row], bool]:
    """Listings and requests within a radius, nearest first.

    Args:
        viewer: who looks; decides what is shown.
        filters: what they look for.
        here: from where; distances are to the centres of public cells.
        radius_km: kilometres on the ground.
        limit: rows a page.
        after: the position of the last row of the page before.

    Returns:
        The rows, and whether there are more.
    """
    circle = map_circle(here, radius_km)

    def read(last: Row | None, asked: int) -> list[Row]:
        position = (last.position, last.id) if last else after
        statement = statement_of(viewer, filters, circle, paged=position is not None)
        return fetch(statement, values_of(viewer, filters, circle, asked, position))

    def is_within(row: Row) -> bool:
        return row.position <= circle.core or row.distance_km(here) <= radius_km

    return collect(read, is_within, limit)


def read_position(values: Sequence[Any]) -> Position:
    """The position a cursor names.

    Raises:
        Invalid: on `cursor`.
    """
    try:
        metres, row_id = values
        return float(metres), UUID(row_id)
    except (TypeError, ValueError, AttributeError) as error:
        raise Invalid(cursor=_("This cursor cannot be read. Start again without one.")) from error


def statement_of(
    viewer: User | AnonymousUser, filters: Filters, circle: MapCircle, *, paged: bool
) -> str:
    """The query; `values_of` has what it refers to."""
    scans = []
    for kind in filters.kinds:
        for n in range(len(circle.xs)):
            position = FROM_HERE.format(n=n)
            open_now = wanted(kind, filters, viewer, in_category=IN_CATEGORY_RANGE)
            conditions = [open_now, WITHIN.format(n=n)]
            conditions += [ONE_IMAGE.format(n=n)] if circle.whole else []
            conditions += [AFTER.format(position=position)] if paged else []
            columns = COLUMNS[kind].format(position=position)
            scans.append(
                ONE_KIND.format(
                    columns=columns, conditions=" AND ".join(conditions), position=position
                )
            )
    return NEAREST.format(scans=" UNION ALL ".join(scans))


def values_of(
    viewer: User | AnonymousUser,
    filters: Filters,
    circle: MapCircle,
    limit: int,
    position: Position | None,
) -> dict[str, Any]:
    """What `statement_of` refers to; `position` where it is paged."""
    values = parameters(filters, viewer)
    values |= {f"x{n}": x for n, x in enumerate(circle.xs)}
    values |= {"y": circle.y, "reach": circle.reach, "half": HALF_WORLD_M, "limit": limit}
    if position:
        values |= {"position": position[0], "id": position[1]}
    return values

"""The town as cells: a drawing of what may be seen, for `components/area_map.html`."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from core.geo.cells import bounds, encode
from core.geo.drawing import AreaMap, MapCell, level_of, tone_of, width_of
from insights.pages.amounts import weight
from insights.pages.areas import area_name
from insights.reads.figures import CellFigures

REACH = 2
"""Cells to each side of the middle one: 5 × 5 of them, about 24 km."""
REGION_PRECISION = 4
HEIGHT = 60


Placed = tuple[int, int, str]
"""Column, row and name of a cell, from the north-west."""


def grid(cell: str) -> list[Placed]:
    """The areas to draw: those within a region, or those around an area."""
    return _within(cell) if len(cell) == REGION_PRECISION else _around(cell)


def _around(middle: str) -> list[Placed]:
    box = bounds(middle)
    height, width = box.north - box.south, box.east - box.west
    centre = box.centre
    steps = range(-REACH, REACH + 1)
    return [
        (
            column + REACH,
            row + REACH,
            encode(centre.lat - row * height, centre.lon + column * width, len(middle)),
        )
        for row in steps
        for column in steps
        if abs(centre.lat - row * height) < 90
    ]


def _within(region: str) -> list[Placed]:
    whole, part = bounds(region), bounds(region + "0")
    height, width = part.north - part.south, part.east - part.west
    rows = round((whole.north - whole.south) / height)
    columns = round((whole.east - whole.west) / width)
    return [
        (
            column,
            row,
            encode(
                whole.north - (row + 0.5) * height,
                whole.west + (column + 0.5) * width,
                len(region) + 1,
            ),
        )
        for row in range(rows)
        for column in range(columns)
    ]


def draw(
    placed: Sequence[Placed],
    rows: Mapping[str, Sequence[CellFigures]],
    *,
    current: str,
    url_of: Callable[[str], str],
    system: str,
) -> AreaMap:
    """Cells shaded by what moves in them: leaf where at least as much is offered as asked for,
    tomato where less is.

    Args:
        placed: from `grid`.
        rows: what may be seen, by cell.
        current: the cell looked at.
        url_of: where a cell leads to.
        system: metric or imperial.
    """
    width = round(width_of(bounds(placed[0][2]), HEIGHT))
    moved = {cell: _sums(found) for cell, found in rows.items() if found}
    most = max((sum(pair) for pair in moved.values()), default=0)
    cells = []
    for column, row, cell in placed:
        sums = moved.get(cell)
        cells.append(
            MapCell(
                x=column * width,
                y=row * HEIGHT,
                width=width,
                height=HEIGHT,
                level=level_of(sum(sums), most) if sums else "0",
                tone=tone_of(*sums) if sums else "none",
                label=area_label(cell, sums, system) if sums else _("Too little to show"),
                url=url_of(cell) if sums else "",
                current=cell == current,
                cell=cell,
            )
        )
    return AreaMap(
        title=_("Map of the areas around %(area)s") % {"area": area_name(current)},
        description=_("The same figures are in the list of areas below."),
        width=max(cell.x for cell in cells) + width,
        height=max(cell.y for cell in cells) + HEIGHT,
        cells=cells,
    )


def area_label(cell: str, moved: tuple[int, int], system: str) -> str:
    """`Lyon: 120 kg offered, 80 kg asked for`."""
    return _("%(area)s: %(offered)s offered, %(asked)s asked for") % {
        "area": area_name(cell),
        "offered": weight(moved[0], system),
        "asked": weight(moved[1], system),
    }


def _sums(rows: Sequence[CellFigures]) -> tuple[int, int]:
    return sum(row.offered_g for row in rows), sum(row.requested_g for row in rows)

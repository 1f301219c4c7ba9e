"""The town as cells: a drawing of what may be seen, for `components/area_map.html`."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.geo.cells import bounds, encode
from insights.pages.amounts import weight
from insights.pages.areas import area_name
from insights.reads.figures import CellFigures

REACH = 3
"""Cells to each side of the middle one: 7 × 7 of them, about 34 km."""
HEIGHT = 60
LEVELS = 5


@dataclass(frozen=True)
class MapCell:
    x: int
    y: int
    width: int
    height: int
    level: str
    tone: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class AreaMap:
    title: str
    description: str
    width: int
    height: int
    cells: list[MapCell]


def grid(middle: str) -> list[tuple[int, int, str]]:
    """Column, row and name of the cells around one, row by row from the north-west."""
    box = bounds(middle)
    height, width = box.north - box.south, box.east - box.west
    centre = box.centre
    placed = []
    for row in range(-REACH, REACH + 1):
        lat = centre.lat - row * height
        if abs(lat) >= 90:
            continue
        for column in range(-REACH, REACH + 1):
            cell = encode(lat, centre.lon + column * width, len(middle))
            placed.append((column + REACH, row + REACH, cell))
    return placed


def draw(
    middle: str,
    rows: Mapping[str, Sequence[CellFigures]],
    *,
    current: str,
    url_of: Callable[[str], str],
    system: str,
) -> AreaMap:
    """The cells around `middle`, shaded by what moves in them: leaf where at least as much is
    offered as asked for, tomato where less is.

    Args:
        middle: a cell of precision 5.
        rows: what may be seen, by cell.
        current: the cell looked at.
        url_of: where a cell leads to.
        system: metric or imperial.
    """
    box = bounds(middle)
    stretch = math.cos(math.radians(box.centre.lat)) * (box.east - box.west)
    width = max(8, round(HEIGHT * stretch / (box.north - box.south)))
    moved = {cell: _sums(found) for cell, found in rows.items() if found}
    most = max((sum(pair) for pair in moved.values()), default=0)
    cells = []
    for column, row, cell in grid(middle):
        sums = moved.get(cell)
        cells.append(
            MapCell(
                x=column * width,
                y=row * HEIGHT,
                width=width,
                height=HEIGHT,
                level=_level(sums, most),
                tone=_tone(sums),
                label=area_label(cell, sums, system) if sums else _("Too little to show"),
                url=url_of(cell) if sums else "",
                current=cell == current,
            )
        )
    side = 2 * REACH + 1
    return AreaMap(
        title=_("Map of the areas around %(area)s") % {"area": area_name(middle)},
        description=_("The same figures are in the list of areas below."),
        width=side * width,
        height=side * HEIGHT,
        cells=cells,
    )


def _level(sums: tuple[int, int] | None, most: int) -> str:
    return str(1 + LEVELS * sum(sums) // (most + 1)) if sums else "0"


def _tone(sums: tuple[int, int] | None) -> str:
    if not sums:
        return "none"
    offered, asked = sums
    return "tomato" if asked > offered else "leaf"


def area_label(cell: str, moved: tuple[int, int], system: str) -> str:
    """`Lyon: 120 kg offered, 80 kg asked for`."""
    return _("%(area)s: %(offered)s offered, %(asked)s asked for") % {
        "area": area_name(cell),
        "offered": weight(moved[0], system),
        "asked": weight(moved[1], system),
    }


def _sums(rows: Sequence[CellFigures]) -> tuple[int, int]:
    return sum(row.offered_g for row in rows), sum(row.requested_g for row in rows)

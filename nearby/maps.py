"""A simple map of what is around: areas shaded by how much there is, drawn as areas."""

import math
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.geo import cells
from core.geo.cells import Box, Point
from core.geo.drawing import AreaMap, MapCell, level_of, tone_of, width_of
from nearby.enums import Kind
from nearby.feed.density import Counts

HEIGHT = 26  # of a cell of the finest public precision, in the drawing's units
FEWEST, MOST = 7, 9  # cells across the whole; cells to each side of where one stands
TALL = 1.3  # as high as wide, and a little more: beside a list and on a phone that fills the place


class Frame:
    """The part of the world a map shows: whole cells, with where one stands and what is seen."""

    def __init__(self, here: str, others: list[str]) -> None:
        box = cells.bounds(here)
        self.middle = box.centre
        self.high, self.wide = box.north - box.south, box.east - box.west
        self.unit_x, self.unit_y = width_of(box, HEIGHT), float(HEIGHT)
        steps = [(0.0, 0.0), *(self._steps(cells.centre(other)) for other in others)]
        self.west, self.east = _reach([east for east, _north in steps])
        self.south, self.north = _reach([north for _east, north in steps])
        wanted = TALL * self.columns * self.unit_x / self.unit_y
        self.south, self.north = _widened(self.south, self.north, math.ceil(wanted))
        wanted = self.rows * self.unit_y / self.unit_x / TALL
        self.west, self.east = _widened(self.west, self.east, math.floor(wanted))
        self.width, self.height = (
            round(self.columns * self.unit_x),
            round(self.rows * self.unit_y),
        )

    @property
    def columns(self) -> int:
        return self.east - self.west + 1

    @property
    def rows(self) -> int:
        return self.north - self.south + 1

    def _steps(self, point: Point) -> tuple[float, float]:
        """How many cells east and north of the middle; the shorter way around the earth."""
        east = (point.lon - self.middle.lon + 180.0) % 360.0 - 180.0
        return east / self.wide, (point.lat - self.middle.lat) / self.high

    def rectangle(self, box: Box) -> tuple[int, int, int, int] | None:
        """Where a cell lies in the drawing, cut at its edges; None outside."""
        east, north = self._steps(box.centre)
        half_wide = (box.east - box.west) / self.wide / 2
        half_high = (box.north - box.south) / self.high / 2
        left = max(self.west - 0.5, east - half_wide)
        right = min(self.east + 0.5, east + half_wide)
        top = min(self.north + 0.5, north + half_high)
        bottom = max(self.south - 0.5, north - half_high)
        if left >= right or bottom >= top:
            return None
        x = round((left - self.west + 0.5) * self.unit_x)
        y = round((self.north + 0.5 - top) * self.unit_y)
        return x, y, round((right - left) * self.unit_x), round((top - bottom) * self.unit_y)

    def grid(self) -> list[MapCell]:
        """Faint lines around all, and between the cells: every other column, every other row."""
        stripes = [(0, 0, self.width, self.height)]
        for column in range(0, self.columns, 2):
            left, right = round(column * self.unit_x), round((column + 1) * self.unit_x)
            stripes.append((left, 0, right - left, self.height))
        for row in range(0, self.rows, 2):
            top = round(row * self.unit_y)
            stripes.append((0, top, self.width, round(self.unit_y)))
        return [MapCell(*stripe) for stripe in stripes]


def draw(
    here: str, counts: Counts, *, url_of: Callable[[str], str], name_of: Callable[[str], str]
) -> AreaMap:
    """The areas around a cell: leaf where more is offered, tomato where more is needed.

    Args:
        here: the cell of precision 6 that is stood in.
        counts: by public cell and kind. A larger cell is drawn as large as it is.
        url_of: where a cell leads to.
        name_of: what a cell is called.
    """
    seen = sorted({cell for cell, _kind in counts}, key=lambda cell: (len(cell), cell))
    frame = Frame(here, [cell for cell in seen if len(cell) == len(here)])
    most = max((_total(counts, cell) for cell in seen if len(cell) == len(here)), default=1)
    drawn = frame.grid()
    for cell in seen:
        if place := frame.rectangle(cells.bounds(cell)):
            drawn.append(_cell(place, cell, counts, most, url_of=url_of, name_of=name_of))
    if place := frame.rectangle(cells.bounds(here)):
        standing = _("You look from here")
        drawn.append(MapCell(*place, label=standing, current=True, cell=here))
    return AreaMap(
        title=_("Map of what is around"),
        description=_("Areas about a kilometre across, darker where there is more."),
        width=frame.width,
        height=frame.height,
        cells=drawn,
    )


def _cell(
    place: tuple[int, int, int, int],
    cell: str,
    counts: Counts,
    most: int,
    *,
    url_of: Callable[[str], str],
    name_of: Callable[[str], str],
) -> MapCell:
    offered, needed = counts[cell, Kind.LISTING], counts[cell, Kind.REQUEST]
    is_large = len(cell) < cells.FINEST_PUBLIC
    label = ", ".join(part for part in (_offered(offered), _needed(needed)) if part)
    return MapCell(
        *place,
        level="0" if is_large else level_of(offered + needed, most),
        tone=tone_of(offered, needed),
        label=f"{name_of(cell)}: {label}",
        url=url_of(cell),
        cell=cell,
        count=offered + needed,
        text="" if is_large else str(offered + needed),
    )


def _total(counts: Counts, cell: str) -> int:
    return sum(counts[cell, kind] for kind in Kind)


def _offered(count: int) -> str:
    return (
        ngettext("%(count)s offer", "%(count)s offers", count) % {"count": count} if count else ""
    )


def _needed(count: int) -> str:
    text = ngettext("%(count)s request", "%(count)s requests", count)
    return text % {"count": count} if count else ""


def _reach(steps: list[float]) -> tuple[int, int]:
    """The first and last whole step that hold these and one more to each side."""
    held = [max(-MOST, min(MOST, step)) for step in steps]
    return _widened(math.floor(min(held)) - 1, math.ceil(max(held)) + 1, FEWEST)


def _widened(first: int, last: int, wanted: int) -> tuple[int, int]:
    """At least so many steps, as many more at one end as at the other."""
    missing = max(0, wanted - (last - first + 1))
    return first - missing // 2, last + (missing + 1) // 2

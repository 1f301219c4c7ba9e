"""Which part of the world a feed is asked for: a cell, or a box (RFC 7946, section 5)."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Invalid
from core.geo import cells
from core.geo.cells import Box

NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
WIDEST_DEGREES = 2.0
MOST_RANGES = 16
COVERING = (6, 5, 4, 3)
TURN = 360.0
DECIMALS = 6  # of a degree: about 0.1 m


@dataclass(frozen=True)
class Area:
    """A part of the world.

    Args:
        cell: the cell asked for; empty when a box was.
        west, south, east, north: edges of the box asked for, in degrees; `west` is greater than
            `east` where it crosses the antimeridian. None when a cell was asked for.
    """

    cell: str = ""
    west: float | None = None
    south: float = 0.0
    east: float = 0.0
    north: float = 0.0

    @property
    def crosses(self) -> bool:
        """Whether the antimeridian runs through it."""
        return self.west is not None and self.west > self.east

    @property
    def boxes(self) -> list[Box]:
        """The box asked for, cut at the antimeridian."""
        if self.west is None:
            return []
        if not self.crosses:
            return [Box(self.south, self.west, self.north, self.east)]
        return [
            Box(self.south, self.west, self.north, 180.0),
            Box(self.south, -180.0, self.north, self.east),
        ]

    @property
    def covering(self) -> list[str]:
        """Cells that hold all of it: ranges of the geohash index."""
        if self.west is None:
            return [self.cell]
        return sorted({cell for box in self.boxes for cell in cells_over(box)})

    @property
    def text(self) -> str:
        """As it stands in an address: `cell=…` or `bbox=…` without the name."""
        if self.west is None:
            return self.cell
        return ",".join(map(_degrees, (self.west, self.south, self.east, self.north)))

    @property
    def asked(self) -> dict[str, str]:
        """The parameter that asks for it."""
        return {"cell" if self.west is None else "bbox": self.text}


def read_area(said: Mapping[str, str]) -> Area | None:
    """The area that an address names in `cell` or `bbox`; None when it names none.

    Raises:
        Invalid: on `cell` or `bbox`.
    """
    cell, bbox = said.get("cell", ""), said.get("bbox", "")
    if cell and bbox:
        raise Invalid(bbox=_("Give a cell or a bbox, not both."))
    if cell:
        return Area(cell=_read_cell(cell))
    return _read_box(bbox) if bbox else None


def cells_over(box: Box) -> list[str]:
    """The finest cells, at most `MOST_RANGES`, that hold all of a box."""
    for precision in COVERING:
        columns, rows = _grid(box, precision)
        if len(columns) * len(rows) <= MOST_RANGES or precision == COVERING[-1]:
            break
    return [cells.encode(lat, lon, precision) for lat in rows for lon in columns]


def _grid(box: Box, precision: int) -> tuple[list[float], list[float]]:
    """The longitudes and latitudes of the middles of the cells that a box touches.

    Of a geohash's 5 bits a character the odd ones, from the first, divide the longitude.
    """
    bits = 5 * precision
    width, height = 360.0 / 2 ** math.ceil(bits / 2), 180.0 / 2 ** (bits // 2)
    columns = _middles(box.west, box.east, -180.0, width)
    return columns, _middles(box.south, box.north, -90.0, height)


def _middles(start: float, end: float, origin: float, step: float) -> list[float]:
    last = round(-2 * origin / step) - 1
    first_one = min(last, math.floor((start - origin) / step))
    last_one = min(last, math.floor((end - origin) / step))
    return [origin + (number + 0.5) * step for number in range(first_one, last_one + 1)]


def _read_cell(text: str) -> str:
    cell = text.lower()
    if not cells.is_cell(cell) or len(cell) not in cells.PRECISIONS:
        raise Invalid(cell=_("A cell is a geohash of 4 to 6 characters."))
    return cell


def _read_box(text: str) -> Area:
    parts = text.split(",")
    if len(parts) != 4 or not all(NUMBER.fullmatch(part) for part in parts):
        raise Invalid(bbox=_("A bbox is west,south,east,north in degrees."))
    west, south, east, north = (round(float(part), DECIMALS) for part in parts)
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise Invalid(bbox=_("Longitudes go from -180 to 180, latitudes from -90 to 90."))
    if south >= north or west == east:
        raise Invalid(bbox=_("The south comes before the north, and the west is not the east."))
    if (east - west) % TURN > WIDEST_DEGREES or north - south > WIDEST_DEGREES:
        raise Invalid(
            bbox=_("A bbox is at most %(degrees)s degrees wide and high.")
            % {"degrees": int(WIDEST_DEGREES)}
        )
    return Area(west=west, south=south, east=east, north=north)


def _degrees(edge: float) -> str:
    return f"{edge:.{DECIMALS}f}".rstrip("0").rstrip(".")

"""A drawing of cells, for `components/area_map.html`: whoever has something to show fills it."""

import math
from dataclasses import dataclass, field

from core.geo.cells import Box

LEVELS = 5
NARROWEST = 8


@dataclass(frozen=True)
class MapCell:
    """A rectangle in the drawing's units.

    Args:
        level: how strong its colour is, `0` to `5`; see `level_of`.
        tone: `leaf`, `tomato` or `none`.
        url: where it leads to; empty for nowhere.
        current: whether it is the one looked at, or from.
        cell: its public name, from which a map that moves knows where it lies.
        count: how many things are in it, for a map that moves.
        text: what is written in its middle.
    """

    x: int
    y: int
    width: int
    height: int
    level: str = "0"
    tone: str = "none"
    label: str = ""
    url: str = ""
    current: bool = False
    cell: str = ""
    count: int = 0
    text: str = ""

    @property
    def middle_x(self) -> int:
        return self.x + self.width // 2

    @property
    def middle_y(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class AreaMap:
    title: str
    description: str
    width: int
    height: int
    cells: list[MapCell] = field(default_factory=list)


def level_of(amount: int, most: int) -> str:
    """How strong a colour says `amount`, where `most` is the largest: `1` to `5`."""
    return str(max(1, min(LEVELS, 1 + LEVELS * amount // (most + 1))))


def tone_of(offered: int, asked: int) -> str:
    """Leaf where there is at least as much as is asked for, tomato where there is less."""
    return "tomato" if asked > offered else "leaf"


def width_of(box: Box, height: float) -> float:
    """How wide a cell is drawn that is drawn so high, to look as it lies on the ground."""
    stretch = math.cos(math.radians(box.centre.lat)) * (box.east - box.west)
    return max(float(NARROWEST), height * stretch / (box.north - box.south))

"""Where people live: the inner and eastern districts of Oxford, or the same pattern elsewhere.

Centres and weights are our own reading of public geography (which district lies where between
the Thames, the Cherwell and the ring road, and is how populous beside the others); nobody's data
is copied, and the people are made up. Outlying districts are left out: figures of a cell with a
handful of people are hidden, and those of its parent with them (docs/town.md).
"""

import math
from dataclasses import dataclass, replace
from random import Random

from core.geo import cells, towns
from core.geo.cells import Point
from core.geo.models import Precision

KM_PER_DEGREE = 111.195
SPREAD_KM = 0.33


@dataclass(frozen=True)
class District:
    """Part of a town: its middle, and how many live there beside the others."""

    name: str
    middle: Point
    weight: float


@dataclass(frozen=True)
class Town:
    """Districts with weights; `middle` is where everybody's paths cross."""

    name: str
    timezone: str
    middle: Point
    districts: tuple[District, ...]

    def district(self, random: Random) -> District:
        return random.choices(self.districts, [d.weight for d in self.districts])[0]

    def named(self, name: str) -> District:
        return next(district for district in self.districts if district.name == name)


def somewhere_in(district: District, random: Random) -> Point:
    """A home there, thinning out from the middle, and in the same larger cell as the middle."""
    while True:
        north, east = (random.gauss(0, SPREAD_KM) / KM_PER_DEGREE for _ in range(2))
        lat = round(district.middle.lat + north, 6)
        home = Point(lat, round(district.middle.lon + east / math.cos(math.radians(lat)), 6))
        if _area(home) == _area(district.middle):
            return home


def _area(point: Point) -> str:
    return cells.encode(point.lat, point.lon, Precision.AREA)


def moved(town: Town, middle: Point) -> Town:
    """The same pattern of districts around another middle, under the nearest town's name."""
    stretch = math.cos(math.radians(town.middle.lat)) / math.cos(math.radians(middle.lat))

    def shifted(point: Point) -> Point:
        north, east = point.lat - town.middle.lat, point.lon - town.middle.lon
        lon = (middle.lon + east * stretch + 180.0) % 360.0 - 180.0
        return Point(middle.lat + north, lon)

    nearest = towns.nearest(middle)
    districts = tuple(replace(d, middle=shifted(d.middle)) for d in town.districts)
    return Town(nearest.name, nearest.timezone, middle, districts)


OXFORD = Town(
    "Oxford",
    "Europe/London",
    Point(51.7485, -1.2545),
    (
        District("City Centre", Point(51.7520, -1.2577), 6),
        District("Jericho", Point(51.7583, -1.2665), 8),
        District("Osney", Point(51.7505, -1.2690), 5),
        District("Grandpont", Point(51.7425, -1.2585), 8),
        District("New Hinksey", Point(51.7365, -1.2560), 5),
        District("St Clement's", Point(51.7505, -1.2400), 8),
        District("East Oxford", Point(51.7445, -1.2365), 9),
        District("Iffley Fields", Point(51.7395, -1.2400), 6),
        District("Park Town", Point(51.7630, -1.2600), 5),
        District("New Marston", Point(51.7610, -1.2375), 5),
        District("Headington", Point(51.7590, -1.2110), 9),
        District("Barton", Point(51.7640, -1.2000), 5),
        District("Wood Farm", Point(51.7480, -1.2055), 6),
        District("Florence Park", Point(51.7375, -1.2245), 8),
        District("Temple Cowley", Point(51.7350, -1.2110), 9),
        District("Rose Hill", Point(51.7280, -1.2250), 6),
    ),
)

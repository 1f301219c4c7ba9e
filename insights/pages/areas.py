"""What people call a cell: by the town it is in, or how it lies to the nearest."""

import math
from functools import lru_cache

from django.utils.translation import gettext as _

from core.geo import towns
from core.geo.cells import Point, centre, distance_km

IN_TOWN_KM = 3.0
REGION_PRECISION = 4
EIGHTH = math.pi / 4


def area_name(cell: str) -> str:
    """`Lyon`, or `6 km north-east of Lyon`; for a region `Lyon and around`."""
    town, distance, eighth = _where(cell)
    if len(cell) <= REGION_PRECISION:
        return _("%(town)s and around") % {"town": town}
    if distance < IN_TOWN_KM:
        return town
    return _directions()[eighth] % {"km": f"{distance:.0f}", "town": town}


@lru_cache(maxsize=4096)
def _where(cell: str) -> tuple[str, float, int]:
    """The nearest town's name, how far the cell's middle is from it, and in which direction."""
    middle = centre(cell)
    town = towns.nearest(middle)
    return town.name, distance_km(town.point, middle), _eighth(town.point, middle)


def _eighth(start: Point, end: Point) -> int:
    """0 is north, then clockwise."""
    east = (end.lon - start.lon + 180) % 360 - 180
    x = east * math.cos(math.radians((start.lat + end.lat) / 2))
    return round(math.atan2(x, end.lat - start.lat) / EIGHTH) % 8


def _directions() -> list[str]:
    return [
        _("%(km)s km north of %(town)s"),
        _("%(km)s km north-east of %(town)s"),
        _("%(km)s km east of %(town)s"),
        _("%(km)s km south-east of %(town)s"),
        _("%(km)s km south of %(town)s"),
        _("%(km)s km south-west of %(town)s"),
        _("%(km)s km west of %(town)s"),
        _("%(km)s km north-west of %(town)s"),
    ]

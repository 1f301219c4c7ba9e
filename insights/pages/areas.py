"""What people call a cell: by the largest town in it, or how it lies to the nearest."""

import math
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from core.geo import towns
from core.geo.cells import Point, centre, distance_km, encode

REGION_PRECISION, AREA_PRECISION = 4, 5
EIGHTH = math.pi / 4


def area_name(cell: str) -> str:
    """`Lyon`, or `6 km north-east of Lyon`; for a region `Lyon and around`."""
    within = _largest_towns().get(cell[:AREA_PRECISION])
    if len(cell) <= REGION_PRECISION:
        return _("%(town)s and around") % {"town": within or _where(cell)[0]}
    if within:
        return within
    town, distance, eighth = _where(cell)
    return _directions()[eighth] % {"km": f"{distance:.0f}", "town": town}


@cache
def _largest_towns() -> dict[str, str]:
    """Cell of precision 4 or 5 → the name of the largest town in it. Made once, in a second."""
    names: dict[str, str] = {}
    for town in towns.all_towns().values():  # largest first
        cell = encode(town.point.lat, town.point.lon, AREA_PRECISION)
        names.setdefault(cell, town.name)
        names.setdefault(cell[:REGION_PRECISION], town.name)
    return names


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

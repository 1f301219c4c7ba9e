"""How far around a place to look, as ranges of cells, and in which order.

Distances are between the centres of public cells; the map's metres are only for order and for a
first sieve, the great circle decides.
"""

import math
from typing import Any

from django.db import models
from django.db.models.functions import Least

from accounts.models import Organization, User
from core.geo import cells
from core.geo.cells import Point
from core.geo.fields import MercatorPointField

ORGANIZATION_RADIUS_KM = 15
FURTHEST_KM = 50  # of `User.share_radius_km`
BANDS = (5, 4, 3, 2, 1)
KM_PER_DEGREE = math.pi * cells.EARTH_RADIUS_KM / 180
# The Mercator scale changes on the way: by less than this within 50 km, up to 80° of latitude.
SLACK = 1.15


class _MapMetres(models.Func):
    arg_joiner = " <-> "
    template = "(%(expressions)s)"
    output_field = models.FloatField()

    def __init__(self, column: str, there: tuple[float, float], **extra: Any) -> None:
        super().__init__(models.F(column), models.Value(there, MercatorPointField()), **extra)


def radius_of(person: User, organization: Organization | None) -> int:
    """How far who asks goes, in kilometres: a person's own limit; organizations have none."""
    return ORGANIZATION_RADIUS_KM if organization is not None else person.share_radius_km


def band_of(point: Point, radius_km: float) -> int:
    """The finest precision at which a cell and its neighbours surely hold everything within
    `radius_km` of any place in the cell of `point`."""
    for band in BANDS:
        box = cells.bounds(cells.encode(point.lat, point.lon, band))
        height = box.north - box.south
        poleward = min(90.0, max(abs(box.north), abs(box.south)) + height)
        width = (box.east - box.west) * math.cos(math.radians(poleward))
        if min(height, width) * KM_PER_DEGREE >= radius_km:
            return band
    return BANDS[-1]


def cells_within(point: Point, radius_km: float) -> list[str]:
    """Cells that together hold everything within `radius_km` of `point`, and more."""
    return cells.around(cells.encode(point.lat, point.lon, band_of(point, radius_km)))


def map_metres(point: Point) -> Least:
    """From the column `location` to `point` on the Mercator map, the shorter way round."""
    x, y = cells.mercator(point)
    turns = [(x + turn * cells.WORLD_WIDTH_M, y) for turn in (-1, 0, 1)]
    return Least(*(_MapMetres("location", there) for there in turns))


def metres_per_km(point: Point) -> float:
    """Mercator metres that one kilometre on the ground takes around `point`, and some more."""
    return 1000 * cells.mercator_scale(point.lat) * SLACK

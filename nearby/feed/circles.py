"""Circles around a place: on the ground, on the Mercator map, and in cells.

Distances on the ground are great circles (haversine); the map's are only for order. A circle on
the map that surely holds one on the ground is found by the map's largest scale inside it: the
Mercator map stretches by 1 / cos(latitude) in every direction (J. P. Snyder, 1987).
"""

import math
from dataclasses import dataclass

from core.geo import cells
from core.geo.cells import Point

KM_PER_DEGREE = math.pi * cells.EARTH_RADIUS_KM / 180
MAP_METRES_PER_KM = cells.MERCATOR_RADIUS_M / cells.EARTH_RADIUS_KM  # at the equator
HALF_WORLD_M = cells.WORLD_WIDTH_M / 2
ROUNDING = 1 + 1e-9


@dataclass(frozen=True)
class MapCircle:
    """Holds every place within a ground distance of a point, in Mercator metres.

    `xs` are where to look from: the point, and near ±180° its image one world-width away. When
    `whole` is set a circle reaches half around the world, so that each place counts at its
    nearest image alone. What is nearer than `core` is within the ground distance for sure.
    """

    xs: tuple[float, ...]
    y: float
    reach: float
    core: float = 0.0
    whole: bool = False


def map_circle(point: Point, radius_km: float) -> MapCircle:
    """The circle on the map within which everything within `radius_km` of `point` lies."""
    x, y = cells.mercator(point)
    degrees = radius_km / KM_PER_DEGREE
    furthest = abs(point.lat) + degrees
    if furthest >= cells.MERCATOR_LATITUDE:
        equatorward = math.copysign(abs(point.lat) - degrees, point.lat)
        height = abs(y - cells.mercator(Point(equatorward, point.lon))[1])
        reach = math.hypot(HALF_WORLD_M, height) * ROUNDING
        return MapCircle(
            (x, x - cells.WORLD_WIDTH_M, x + cells.WORLD_WIDTH_M), y, reach, whole=True
        )
    metres = radius_km * MAP_METRES_PER_KM
    reach = metres * cells.mercator_scale(furthest) * ROUNDING
    core = metres * cells.mercator_scale(max(0.0, abs(point.lat) - degrees)) / ROUNDING
    images = [x]
    if x + reach > HALF_WORLD_M:
        images.append(x - cells.WORLD_WIDTH_M)
    if x - reach < -HALF_WORLD_M:
        images.append(x + cells.WORLD_WIDTH_M)
    return MapCircle(tuple(images), y, reach, core)


def surely_covered_km(point: Point, cell: str) -> float:
    """How far around `point`, which lies in `cell`, the cell and its neighbours surely reach."""
    box = cells.bounds(cell)
    height, width = box.north - box.south, box.east - box.west
    aside = width + min((point.lon - box.west) % 360.0, (box.east - point.lon) % 360.0)
    # The way to a meridian is that to its great circle, which also bounds the way over a pole.
    sine = math.cos(math.radians(point.lat)) * math.sin(math.radians(min(aside, 90.0)))
    ways = [math.degrees(math.asin(sine))]
    if box.north + height < 90:
        ways.append(box.north + height - point.lat)
    if box.south - height > -90:
        ways.append(point.lat - box.south + height)
    return min(ways) * KM_PER_DEGREE

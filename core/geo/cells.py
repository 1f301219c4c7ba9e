"""Geohash cells: the only place that leaves a person's hands.

A geohash interleaves the bits of longitude and latitude and writes them in base 32, so that a
cell's name begins with the name of every cell that contains it (G. Niemeyer, 2008; the encoding
is pygeohash's). Sizes at the equator: precision 4 is 39.1 × 19.5 km, 5 is 4.89 × 4.89 km,
6 is 1.22 × 0.61 km.
"""

import math
from dataclasses import dataclass

import pygeohash

FINEST_PUBLIC = 6
PRECISIONS = (4, 5, 6)
STORED_LENGTH = 12
EARTH_RADIUS_KM = 6371.0088
MERCATOR_RADIUS_M = 6378137.0
MERCATOR_LATITUDE = 85.0
WORLD_WIDTH_M = 2 * math.pi * MERCATOR_RADIUS_M
ALPHABET = frozenset("0123456789bcdefghjkmnpqrstuvwxyz")


@dataclass(frozen=True)
class Point:
    """A place: degrees north and east."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Box:
    """The edges of a cell, in degrees."""

    south: float
    west: float
    north: float
    east: float

    @property
    def centre(self) -> Point:
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)


def is_cell(text: str) -> bool:
    """Whether `text` names a cell of 1 to 12 characters."""
    return 1 <= len(text) <= STORED_LENGTH and set(text) <= ALPHABET


def encode(lat: float, lon: float, precision: int = STORED_LENGTH) -> str:
    """The cell that holds a place.

    Args:
        lat: −90 to 90; both poles are inside.
        lon: any; 180 and −180 are the same line.
        precision: 1 to 12.

    Raises:
        ValueError: not a number, or no end.
    """
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValueError(f"({lat}, {lon}) is nowhere")
    return pygeohash.encode(_below(lat, 90.0), _wrap(lon), precision=precision)


def bounds(cell: str) -> Box:
    """The edges of a cell."""
    middle = pygeohash.decode_exactly(cell)
    return Box(
        middle.latitude - middle.latitude_error,
        middle.longitude - middle.longitude_error,
        middle.latitude + middle.latitude_error,
        middle.longitude + middle.longitude_error,
    )


def centre(cell: str) -> Point:
    """The middle of a cell: what stands for everybody in it."""
    return bounds(cell).centre


def parent(cell: str, precision: int) -> str:
    """The cell of that coarser precision around this one."""
    return cell[:precision]


def ancestry(cell: str) -> list[str]:
    """The cells at precisions 4, 5 and 6 around a stored geohash, coarse first."""
    return [parent(cell, precision) for precision in PRECISIONS]


def neighbours(cell: str) -> list[str]:
    """The cells that touch this one, sorted: eight, across the antimeridian too; five at a pole."""
    box = bounds(cell)
    height, width = box.north - box.south, box.east - box.west
    middle = box.centre
    around_it = {
        encode(middle.lat + rows * height, middle.lon + columns * width, len(cell))
        for rows in (-1, 0, 1)
        for columns in (-1, 0, 1)
        if -90 < middle.lat + rows * height < 90
    }
    return sorted(around_it - {cell})


def around(cell: str) -> list[str]:
    """The cell and those that touch it."""
    return [cell, *neighbours(cell)]


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres, by the haversine formula (R. W. Sinnott, 1984)."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    d_phi, d_lambda = phi_b - phi_a, math.radians(b.lon - a.lon)
    h = math.sin(d_phi / 2) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(d_lambda / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def mercator(point: Point) -> tuple[float, float]:
    """Web Mercator metres (EPSG:3857), the latitude held within ±85°."""
    lat = max(-MERCATOR_LATITUDE, min(MERCATOR_LATITUDE, point.lat))
    x = MERCATOR_RADIUS_M * math.radians(_wrap(point.lon))
    y = MERCATOR_RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return x, y


def mercator_scale(lat: float) -> float:
    """How many Mercator metres one metre on the ground takes at a latitude."""
    held = max(-MERCATOR_LATITUDE, min(MERCATOR_LATITUDE, lat))
    return 1 / math.cos(math.radians(held))


def _wrap(lon: float) -> float:
    if -180.0 <= lon < 180.0:
        return lon  # exactly: a hair west of 180 shall not become 180
    wrapped = (lon + 180.0) % 360.0 - 180.0
    return wrapped if wrapped < 180.0 else -180.0  # a hair west of −180 rounds to 180


def _below(lat: float, limit: float) -> float:
    """The north pole belongs to the topmost cell: the encoding's intervals are half open."""
    return max(-limit, min(math.nextafter(limit, 0.0), lat))

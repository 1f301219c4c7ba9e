import math
import random

import pytest

from core.geo import cells
from core.geo.cells import Point
from nearby.feed.circles import HALF_WORLD_M, MapCircle, map_circle, surely_covered_km


def destination(start: Point, km: float, bearing: float) -> Point:
    """The place that far from `start` along a great circle."""
    phi, way, aim = math.radians(start.lat), km / cells.EARTH_RADIUS_KM, math.radians(bearing)
    lat = math.asin(math.sin(phi) * math.cos(way) + math.cos(phi) * math.sin(way) * math.cos(aim))
    turn = math.atan2(
        math.sin(aim) * math.sin(way) * math.cos(phi),
        math.cos(way) - math.sin(phi) * math.sin(lat),
    )
    return Point(math.degrees(lat), (start.lon + math.degrees(turn) + 180) % 360 - 180)


def holds(circle: MapCircle, point: Point) -> bool:
    x, y = cells.mercator(point)
    return any(math.hypot(x - from_x, y - circle.y) <= circle.reach for from_x in circle.xs)


PLACES = [
    Point(0, 0),
    Point(45.764, 4.836),
    Point(-33.9, 151.2),
    Point(69.65, 18.96),
    Point(-16.8, 179.99),
    Point(-16.8, -179.99),
    Point(84.9, 20),
    Point(89.9, 20),
    Point(-89.9, -170),
]


@pytest.mark.parametrize("start", PLACES, ids=str)
@pytest.mark.parametrize("radius_km", [0.5, 5, 50])
def test_map_circle_holds_all_within_the_ground_distance(start: Point, radius_km: float) -> None:
    chance = random.Random(1)
    circle = map_circle(start, radius_km)
    for _ in range(300):
        there = destination(start, radius_km * chance.random(), chance.uniform(0, 360))
        assert holds(circle, there)


@pytest.mark.parametrize("start", PLACES, ids=str)
@pytest.mark.parametrize("radius_km", [0.5, 5, 50])
def test_the_core_is_within_the_ground_distance(start: Point, radius_km: float) -> None:
    chance = random.Random(2)
    circle = map_circle(start, radius_km)
    for _ in range(300):
        there = destination(start, 1.3 * radius_km * chance.random(), chance.uniform(0, 360))
        x, y = cells.mercator(there)
        metres = min(math.hypot(x - from_x, y - circle.y) for from_x in circle.xs)
        if metres <= circle.core:
            assert cells.distance_km(start, there) <= radius_km


def test_map_circle_is_hardly_larger_than_needed() -> None:
    start = Point(51.5, -0.1)
    circle = map_circle(start, 10)
    beyond = [destination(start, 10.1, bearing) for bearing in range(0, 360, 15)]
    assert not any(holds(circle, there) for there in beyond)


def test_images_are_asked_only_near_the_antimeridian() -> None:
    assert len(map_circle(Point(45, 4), 50).xs) == 1
    assert map_circle(Point(-16.8, 179.99), 50).xs == pytest.approx(
        (20_036_395.148, -20_038_621.537)
    )
    east, west = map_circle(Point(-16.8, -179.99), 50).xs
    assert (east < 0, west > HALF_WORLD_M) == (True, True)


@pytest.mark.parametrize("precision", [4, 5, 6])
@pytest.mark.parametrize("start", PLACES, ids=str)
def test_surely_covered_is_within_the_cell_and_its_neighbours(start: Point, precision: int) -> None:
    cell = cells.encode(start.lat, start.lon, precision)
    block = set(cells.around(cell))
    covered = surely_covered_km(start, cell)
    for bearing in range(0, 360, 5):
        there = destination(start, covered * 0.999, bearing)
        assert cells.encode(there.lat, there.lon, precision) in block


def test_surely_covered_at_the_equator_is_a_cell_and_what_is_left_of_ones_own() -> None:
    middle = cells.centre("s00000")
    assert surely_covered_km(middle, "s00000") == pytest.approx(1.5 * 0.6108, rel=1e-3)

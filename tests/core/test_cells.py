"""Cells everywhere on earth, where the map ends too."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organization
from core.geo import cells
from core.geo.cells import Point
from core.geo.models import Precision, new_place

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
PRECISIONS = st.integers(1, 12)
HAIR = 1e-12  # degrees that going round the earth may cost


# Published examples: geohash.org's own, and two of Wikipedia's article.
@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [
        (57.64911, 10.40744, "u4pruydqqvj8"),
        (42.6, -5.6, "ezs42e44yx96"),
        (-25.382708, -49.265506, "6gkzwgjzn820"),
        (0.0, 0.0, "s00000000000"),
    ],
)
def test_published_examples(lat: float, lon: float, cell: str) -> None:
    assert cells.encode(lat, lon) == cell
    for precision in range(1, 13):
        assert cells.encode(lat, lon, precision) == cell[:precision]


@given(LATITUDES, LONGITUDES, PRECISIONS)
def test_a_place_lies_in_its_cell_and_the_cell_in_its_parents(
    lat: float, lon: float, precision: int
) -> None:
    cell = cells.encode(lat, lon, precision)
    box = cells.bounds(cell)

    assert len(cell) == precision
    assert cells.is_cell(cell)
    assert box.south <= lat <= box.north
    assert box.west - HAIR <= lon <= box.east + HAIR or abs(lon) == 180
    assert cells.encode(box.centre.lat, box.centre.lon, precision) == cell
    for coarser in range(1, precision):
        assert cells.encode(lat, lon, coarser) == cells.parent(cell, coarser)


@given(LATITUDES, LONGITUDES, st.integers(2, 7))
def test_neighbours_are_mutual_and_distinct(lat: float, lon: float, precision: int) -> None:
    cell = cells.encode(lat, lon, precision)
    around = cells.neighbours(cell)

    assert len(around) == len(set(around)) == (5 if _at_a_pole(cell) else 8)
    assert cell not in around
    assert around == sorted(around)
    assert all(cell in cells.neighbours(other) for other in around)
    assert cells.around(cell) == [cell, *around]


def _at_a_pole(cell: str) -> bool:
    box = cells.bounds(cell)
    return box.north == 90 or box.south == -90


def test_both_sides_of_the_antimeridian_touch() -> None:
    east, west = cells.encode(-17.0, 179.9999, 6), cells.encode(-17.0, -179.9999, 6)

    assert east[0] != west[0]
    assert west in cells.neighbours(east)
    assert east in cells.neighbours(west)


@pytest.mark.parametrize("turns", [-2, -1, 1, 2])
def test_longitudes_go_round(turns: int) -> None:
    assert cells.encode(10, 20) == cells.encode(10, 20 + turns * 360)
    assert cells.mercator(Point(10, 20)) == pytest.approx(
        cells.mercator(Point(10, 20 + turns * 360))
    )


def test_180_and_minus_180_are_one_line() -> None:
    assert cells.encode(10, 180) == cells.encode(10, -180)
    assert cells.encode(10, math.nextafter(-180.0, -181)) == cells.encode(10, -180)


@pytest.mark.parametrize(("lat", "first"), [(90, "bcfguvyz"), (-90, "0145hjnp")])
@pytest.mark.parametrize("lon", [-180, -90.5, 0, 77, 179.99])
def test_the_poles_belong_to_the_outermost_cells(lat: float, first: str, lon: float) -> None:
    cell = cells.encode(lat, lon, 6)
    box = cells.bounds(cell)

    assert cell[0] in first
    assert lat in (box.north, box.south)
    assert len(cells.neighbours(cell)) == 5


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_nowhere(wrong: float) -> None:
    with pytest.raises(ValueError, match="is nowhere"):
        cells.encode(wrong, 0)
    with pytest.raises(ValueError, match="is nowhere"):
        cells.encode(0, wrong)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("u05kq5", True),
        ("s", True),
        ("", False),
        ("u05a", False),
        ("U05", False),
        ("s" * 13, False),
    ],
)
def test_is_cell(text: str, known: bool) -> None:
    assert cells.is_cell(text) is known


def test_ancestry_is_coarse_first() -> None:
    assert cells.ancestry("u05kq5abc") == ["u05k", "u05kq", "u05kq5"]


# On the sphere of 6371.0088 km: a quarter and half of a great circle, a degree, Lyon and Paris.
@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (Point(0, 0), Point(0, 0), 0.0),
        (Point(0, 0), Point(0, 90), 10007.557),
        (Point(0, 0), Point(0, 180), 20015.115),
        (Point(90, 0), Point(-90, 0), 20015.115),
        (Point(0, 179.5), Point(0, -179.5), 111.195),
        (Point(89.5, 0), Point(89.5, 180), 111.195),
        (Point(45.764043, 4.835659), Point(48.856614, 2.352222), 391.498),
    ],
)
def test_distances(a: Point, b: Point, km: float) -> None:
    assert cells.distance_km(a, b) == pytest.approx(km, abs=0.01)
    assert cells.distance_km(b, a) == pytest.approx(km, abs=0.01)


def test_mercator_is_held_where_it_would_not_end() -> None:
    assert cells.mercator(Point(0, 0)) == pytest.approx((0, 0), abs=1e-6)
    assert cells.mercator(Point(0, 90))[0] == pytest.approx(cells.WORLD_WIDTH_M / 4)
    assert cells.mercator(Point(90, 0)) == cells.mercator(Point(85, 0))
    assert cells.mercator(Point(-90, 0)) == cells.mercator(Point(-85, 0))
    assert cells.mercator_scale(60) == pytest.approx(2)
    assert cells.mercator_scale(90) == cells.mercator_scale(85)


@given(LATITUDES, LONGITUDES, st.sampled_from(Precision.values))
def test_what_is_stored_tells_nothing_finer_than_the_public_cell(
    lat: float, lon: float, precision: int
) -> None:
    thing = Organization()
    thing.take_place(new_place(Point(lat, lon)), precision=precision)
    middle = cells.centre(thing.cell)

    assert len(thing.cell) == precision
    assert thing.geohash == cells.encode(middle.lat, middle.lon)
    assert thing.location == cells.mercator(middle)
    kept = thing.exact_place.point
    assert cells.encode(kept.lat, kept.lon, precision) == thing.cell

"""Which part of the world is meant: whatever is sent is understood or refused, and a covering
holds all that lies within."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.geo import cells
from partners.feeds.areas import COVERING, MOST_RANGES, WIDEST_DEGREES, Area, read_area

LONGITUDES = st.floats(-180, 180).map(lambda degrees: round(degrees, 6))
LATITUDES = st.floats(-90, 90).map(lambda degrees: round(degrees, 6))
FEW = settings(max_examples=60, deadline=None)
SPANS = st.floats(0.0001, WIDEST_DEGREES).map(lambda degrees: round(degrees, 6))


def told(**said: str) -> str:
    """The field that is refused, and nothing else."""
    with pytest.raises(Invalid) as refused:
        read_area(said)
    (field,) = refused.value.details
    return field


@pytest.mark.parametrize("cell", ["u05", "u05kq5d", "u05a", "ä05k", "u05k*", " u05k", "u05k\0"])
def test_what_is_no_public_cell_is_refused(cell: str) -> None:
    assert told(cell=cell) == "cell"


@pytest.mark.parametrize(
    "bbox",
    [
        "4,45,5",
        "4,45,5,46,7,8",
        "4,45,5,x",
        "4,45,5,",
        "nan,45,5,46",
        "inf,45,5,46",
        "4_0,45,5,46",
        "1e0,45,2,46",
        "٤,45,5,46",
        "179,45,181,46",
        "4,89,5,91",
        "4,46,5,45",
        "4,45,5,45",
        "4,45,4,46",
        "4,45,6.1,46",
        "4,45,5,47.1",
        "5,45,4,46",
    ],
)
def test_what_is_no_box_is_refused(bbox: str) -> None:
    assert told(bbox=bbox) == "bbox"


def test_both_are_refused_and_neither_is_everywhere() -> None:
    assert told(cell="u05k", bbox="4,45,5,46") == "bbox"
    assert read_area({}) is None


def test_a_cell_may_be_in_capitals() -> None:
    assert read_area({"cell": "U05K"}) == Area(cell="u05k")


@FEW
@given(st.text(max_size=40))
def test_whatever_is_sent_is_understood_or_refused(text: str) -> None:
    for name in ("cell", "bbox"):
        refused: list[str] = []
        try:
            area = read_area({name: text})
        except Invalid as invalid:
            area, refused = None, list(invalid.details)
        assert refused == [name] or area is None or area.covering


@FEW
@given(LONGITUDES, LATITUDES, SPANS, SPANS, st.floats(0, 1), st.floats(0, 1))
def test_a_covering_holds_every_place_within(
    west: float, south: float, width: float, height: float, across: float, up: float
) -> None:
    north = round(south + height, 6)
    assume(north <= 90)
    east = round(west + width, 6)
    east = round(east - 360, 6) if east > 180 else east
    area = read_area({"bbox": f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"})
    assert area is not None
    assert area.crosses == (west > east)
    lon = west + across * ((east - west) % 360)
    place = cells.encode(min(max(south + up * (north - south), south), north), lon)
    covering = area.covering
    assert any(place.startswith(cell) for cell in covering)
    assert len(covering) <= 2 * MOST_RANGES
    assert {len(cell) for cell in covering} <= set(COVERING)


@FEW
@given(LONGITUDES, LATITUDES, SPANS)
def test_an_area_says_itself_so_that_it_is_read_again(
    west: float, south: float, span: float
) -> None:
    assume(south + span <= 90 and west + span <= 180)
    area = read_area({"bbox": f"{west:.6f},{south:.6f},{west + span:.6f},{south + span:.6f}"})
    assert area is not None
    assert read_area(area.asked) == area


def test_cells_of_each_precision_are_as_large_as_geohashes_are() -> None:
    """The covering counts by these sizes: the encoding's own have to be the same."""
    for precision in COVERING:
        box, bits = cells.bounds("u05kq5"[:precision]), 5 * precision
        assert box.east - box.west == pytest.approx(360 / 2 ** math.ceil(bits / 2))
        assert box.north - box.south == pytest.approx(180 / 2 ** (bits // 2))

"""Matches and searches are found by ranges of cells, among many rows."""

import math
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.geo import cells
from core.geo.cells import Point
from matching.finding import candidates
from matching.models import SavedSearch
from matching.reach import FURTHEST_KM, band_of, cells_within
from tests.factories import make_listing, make_request, make_user
from tests.matching.conftest import make_search
from tests.posts.kinds import copies


def analyze(model: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'ANALYZE "{model._meta.db_table}"')


@pytest.mark.django_db
def test_matches_of_a_request_read_the_cells_around_it() -> None:
    request, listing = make_request(), make_listing(by=make_user(home=(10.0, 10.0)))
    copies(listing, 800)
    plan = candidates.listings_for(request, frozenset()).explain()
    assert "listing_by_cell" in plan
    assert "Seq Scan on listings_listing" not in plan


@pytest.mark.django_db
def test_matches_of_a_listing_read_the_cells_around_it() -> None:
    listing, request = make_listing(), make_request(by=make_user(home=(10.0, 10.0)))
    copies(request, 800)
    plan = candidates.requests_for(listing, frozenset()).explain()
    assert "request_by_cell" in plan
    assert "Seq Scan on requests_app_foodrequest" not in plan


@pytest.mark.django_db
def test_new_post_finds_searches_by_cell() -> None:
    search = make_search(by=make_user())
    others = []
    for number in range(800):
        row = SavedSearch(**{f.attname: getattr(search, f.attname) for f in search._meta.fields})
        row.pk = uuid4()
        row.take_cell(cells.encode(-60 + number % 50 * 2.0, -120 + number * 0.1, 6), 10)
        others.append(row)
    SavedSearch.objects.bulk_create(others)
    analyze(SavedSearch)
    listing = make_listing()

    found = SavedSearch.objects.for_post(listing).within_reach(listing).wanting(listing)

    assert list(found) == [search]
    plan = found.explain()
    assert "search_by_cell" in plan
    assert "Seq Scan on matching_savedsearch" not in plan


PLACES = st.tuples(st.floats(-80, 80), st.floats(-180, 180))


@given(PLACES, st.integers(1, FURTHEST_KM), st.floats(0, 1), st.floats(0, 360))
def test_cells_within_hold_everything_within(
    place: tuple[float, float], radius_km: int, part: float, bearing: float
) -> None:
    here = Point(*place)
    there = _away(here, radius_km * part * 0.999, bearing)
    held = cells_within(here, radius_km)
    assert any(cells.encode(there.lat, there.lon).startswith(cell) for cell in held)


@given(PLACES, st.integers(1, FURTHEST_KM), st.floats(0, 1), st.floats(0, 360))
def test_search_is_found_from_everywhere_in_its_reach(
    place: tuple[float, float], radius_km: int, part: float, bearing: float
) -> None:
    here = Point(*place)
    band = band_of(here, radius_km)
    there = _away(here, radius_km * part * 0.999, bearing)
    around = cells.around(cells.encode(there.lat, there.lon, band))
    assert cells.encode(here.lat, here.lon, band) in around


def _away(here: Point, km: float, bearing: float) -> Point:
    """The place so far away in that direction, on the sphere."""
    angle, turn = km / cells.EARTH_RADIUS_KM, math.radians(bearing)
    lat, lon = math.radians(here.lat), math.radians(here.lon)
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(turn)
    to_lat = math.asin(max(-1.0, min(1.0, sine)))
    to_lon = lon + math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(lat),
        math.cos(angle) - math.sin(lat) * math.sin(to_lat),
    )
    return Point(math.degrees(to_lat), math.degrees(to_lon))

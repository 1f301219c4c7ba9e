"""What a page costs, in rows read: the same on any machine (performance: P2)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from bench.seed import World, fill
from catalog.models import Category
from core.geo import cells
from core.geo.cells import Point
from nearby.enums import Kind
from nearby.feed.filters import Filters
from tests.nearby.feed_reads import look, look_in

pytestmark = pytest.mark.django_db
LONDON = Point(51.50853, -0.12574)


@pytest.fixture
def world(taker: User) -> None:
    fill(World(listings=6_000, towns_count=30))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Costs:
    """The plans of the feed's queries while it is read."""

    def __init__(self) -> None:
        self.scans: list[dict[str, Any]] = []

    def explain(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "location" in sql or "geohash" in sql:
            explained = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}"
            execute(explained, params, many, context)
            [[[plan]]] = context["cursor"].fetchall()
            self.scans += _scans(plan["Plan"])
        return execute(sql, params, many, context)

    @property
    def rows(self) -> int:
        """Rows that the scans of listings and requests read, those thrown away included."""
        return sum(
            (scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)) * scan["Actual Loops"]
            for scan in self.scans
        )

    @property
    def kinds(self) -> set[str]:
        return {scan["Node Type"] for scan in self.scans}


def _scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if plan.get("Relation Name") in {"listings_listing", "requests_app_foodrequest"}:
        yield plan
    for child in plan.get("Plans", []):
        yield from _scans(child)


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(kind=Kind.LISTING), Filters(kind=Kind.REQUEST)],
    ids=["both kinds", "listings", "requests"],
)
def test_nearest_first_reads_hardly_more_than_it_shows(
    world: None, filters: Filters, taker: User
) -> None:
    costs = Costs()
    with connection.execute_wrapper(costs.explain):
        page = look(LONDON, viewer=taker, filters=filters, radius_km=50)
    assert len(page.rows) == 30
    assert costs.kinds == {"Index Scan"}
    assert costs.rows <= 60


def test_nearest_first_in_a_category_reads_that_category(world: None, taker: User) -> None:
    costs = Costs()
    vegetables = Category.objects.get(slug="vegetables")
    with connection.execute_wrapper(costs.explain):
        page = look(LONDON, viewer=taker, filters=Filters(category=vegetables), radius_km=50)
    assert len(page.rows) == 30
    assert costs.kinds == {"Index Scan"}
    assert costs.rows <= 60


def test_an_empty_place_reads_nothing(world: None, taker: User) -> None:
    costs = Costs()
    with connection.execute_wrapper(costs.explain):
        assert look(Point(64.8, -18.5), viewer=taker, radius_km=50).rows == []
    assert costs.rows == 0


def test_by_cell_reads_the_cells_rows_by_their_index(world: None, taker: User) -> None:
    costs = Costs()
    cell = cells.encode(LONDON.lat, LONDON.lon, 6)
    with connection.execute_wrapper(costs.explain):
        page = look_in(cell, viewer=taker)
    assert "Seq Scan" not in costs.kinds
    assert costs.rows <= 200
    assert len(page.rows) == 30

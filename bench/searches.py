"""The two searches that are compared, and what one costs in countable things."""

from dataclasses import dataclass
from math import radians
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from bench import floor as k
from bench.scenarios import LIMIT, RADIUS_KM, Scenario
from core.geo import cells
from core.geo.cells import Point
from nearby.enums import Kind
from nearby.feed.nearest import nearest
from nearby.feed.newest import newest
from nearby.feed.rows import Row

TABLES = {"listings_listing", "requests_app_foodrequest"}
VIEWER: User | AnonymousUser = User(share_radius_km=RADIUS_KM)
# Every open listing by its distance on the ground, without an index.
BRUTE = """
WITH placed AS (
    SELECT 2 * atan(exp(location[1] / %(radius)s)) - pi() / 2 AS phi,
           location[0] / %(radius)s AS lambda
    FROM listings_listing
    WHERE state = 'active' AND available_until > now() {conditions}
), measured AS (
    SELECT 2 * %(earth)s * asin(sqrt(sin((phi - %(phi)s) / 2) ^ 2
        + cos(phi) * cos(%(phi)s) * sin((lambda - %(lambda)s) / 2) ^ 2)) AS km
    FROM placed
)
SELECT km FROM measured WHERE km <= %(most)s ORDER BY km LIMIT %(limit)s
"""
SLACK_KM = 1e-6


@dataclass(frozen=True)
class Cost:
    """Rows that the scans read, searches made, and how many of the truly nearest were found."""

    rows: int
    searches: int
    recall: float


def product(scenario: Scenario, origin: Point) -> list[Row]:
    """What the site does."""
    if scenario.cell_precision:
        return newest(
            viewer=VIEWER,
            filters=scenario.filters,
            cell=cells.encode(origin.lat, origin.lon, scenario.cell_precision),
            radius_km=RADIUS_KM,
            limit=LIMIT,
        ).rows
    rows, _more = nearest(
        viewer=VIEWER,
        filters=scenario.filters,
        here=origin,
        radius_km=RADIUS_KM,
        limit=LIMIT,
    )
    return rows


def floor(scenario: Scenario, origin: Point) -> list[Any]:
    """The least that could be done: K, once a kind."""
    x, y = cells.mercator(origin)
    found: list[Any] = []
    for kind in scenario.filters.kinds:
        found += k.nearest(
            kind,
            x=x,
            y=y,
            limit=LIMIT,
            category=scenario.category,
            diets=list(scenario.filters.diets),
        )
    return found


def cost(scenario: Scenario, origin: Point) -> Cost:
    """One search of the site, explained."""
    plans: list[Any] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        explained = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}"
        execute(explained, params, many, context)
        [[[plan]]] = context["cursor"].fetchall()
        plans.append(plan["Plan"])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        rows = product(scenario, origin)
    return Cost(sum(map(_rows_read, plans)), len(plans), _recall(scenario, origin, rows))


def _rows_read(plan: dict[str, Any]) -> int:
    own = 0.0
    if plan.get("Relation Name") in TABLES:
        read = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        own = read * plan["Actual Loops"]
    return round(own) + sum(_rows_read(child) for child in plan.get("Plans", []))


def _recall(scenario: Scenario, origin: Point, rows: list[Row]) -> float:
    """Of as many as were found, how many are as near as the nearest by brute force."""
    if scenario.cell_precision or scenario.filters.kinds != (Kind.LISTING,):
        return 1.0
    truth = _brute(scenario, origin)
    if not truth:
        return 1.0 if not rows else 0.0
    found = sum(row.distance_km(origin) <= truth[-1] + SLACK_KM for row in rows)
    return found / len(truth)


def _brute(scenario: Scenario, origin: Point) -> list[float]:
    conditions = "AND category_id = %(category)s" if scenario.category else ""
    if scenario.filters.diets:
        conditions += " AND diets @> %(diets)s::varchar[]"
    values = {
        "radius": cells.MERCATOR_RADIUS_M,
        "earth": cells.EARTH_RADIUS_KM,
        "phi": radians(origin.lat),
        "lambda": radians(origin.lon),
        "most": RADIUS_KM,
        "limit": LIMIT,
        "category": scenario.category,
        "diets": list(scenario.filters.diets),
    }
    with connection.cursor() as cursor:
        cursor.execute(BRUTE.format(conditions=conditions), values)
        return [row[0] for row in cursor.fetchall()]

"""The floor K: the least a search nearest first can cost, one scan of our own index and no more.

No radius, no times, no order among equals: what the product's query adds to this is its price.
"""

from typing import Any

from django.db import connection

COLUMNS = (
    "id, food_id, category_id, quantity, remaining, unit, {end}, geohash, public_precision, "
    "owner_id, organization_id, created_at"
)
TABLES = {
    "listing": ("listings_listing", "available_until", "active"),
    "request": ("requests_app_foodrequest", "needed_by", "open"),
}
K = (
    "SELECT {columns} FROM {table} WHERE state = '{state}' {conditions} "
    "ORDER BY location <-> point(%(x)s, %(y)s) LIMIT %(limit)s"
)


def nearest(
    kind: str, *, x: float, y: float, limit: int, category: int | None, diets: list[str]
) -> list[Any]:
    """The floor's answer.

    Args:
        kind: `listing` or `request`.
        x: Web Mercator metres, as `y`.
        y: see `x`.
        limit: rows.
        category: its id, or any.
        diets: all to be met.
    """
    table, end, state = TABLES[kind]
    conditions = []
    if category is not None:
        conditions.append("AND int4range(category_id, category_id + 1) @> %(category)s")
    if diets:
        conditions.append("AND diets @> %(diets)s::varchar[]")
    statement = K.format(
        columns=COLUMNS.format(end=end), table=table, state=state, conditions=" ".join(conditions)
    )
    values = {"x": x, "y": y, "limit": limit, "category": category, "diets": diets}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows

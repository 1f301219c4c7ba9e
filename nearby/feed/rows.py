"""One row of the feed, whatever its kind, and the SQL that both orders are made of.

Raw SQL on this one path: building these queries by the ORM took longer than running them
(docs/feed.md). Every value goes in as a parameter.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from accounts.models import User
from accounts.querysets import ACTING
from core import clock
from core.geo import cells
from core.geo.cells import Point
from nearby.enums import Kind
from nearby.feed.filters import Filters


class Row(NamedTuple):
    """A listing or a request as the database has it; `position` is its place in the order.

    `starts` and `ends` are when a listing is available, `ends` by when a request is needed;
    `allergens` are those in a listing, and those a request avoids; `note` is what a request says
    besides, and what is in a listing.
    """

    kind: str
    id: UUID
    food_id: int | None
    category_id: int
    title: str
    quantity: Decimal
    remaining: Decimal
    unit: str
    grams: int
    state: str
    starts: datetime | None
    ends: datetime
    best_before: date | None
    use_by: date | None
    storage: str
    note: str
    home_cooked: bool
    allergens: list[str]
    diets: list[str]
    geohash: str
    precision: int
    owner_id: UUID
    organization_id: UUID | None
    created_at: datetime
    updated_at: datetime
    position: Any

    @property
    def cell(self) -> str:
        return self.geohash[: self.precision]

    def distance_km(self, point: Point) -> float:
        """From the centre of its public cell."""
        return cells.distance_km(point, cells.centre(self.cell))


SHARED = (
    "quantity, remaining, unit, grams, state, {starts}, {ends}, {best_before}, {use_by}, "
    "{storage}, {note}, {home_cooked}, {allergens}, diets, geohash, public_precision, owner_id, "
    "organization_id, created_at, updated_at, {{position}} AS position"
)
LISTING_COLUMNS = "'listing' AS kind, id, food_id, category_id, title, " + SHARED.format(
    starts="available_from AS starts",
    ends="available_until AS ends",
    best_before="best_before",
    use_by="use_by",
    storage="storage",
    note="ingredients AS note",
    home_cooked="home_cooked",
    allergens="allergens",
)
REQUEST_COLUMNS = "'request' AS kind, id, food_id, category_id, '', " + SHARED.format(
    starts="NULL::timestamptz",
    ends="needed_by",
    best_before="NULL::date",
    use_by="NULL::date",
    storage="''",
    note="note",
    home_cooked="false",
    allergens="avoid_allergens",
)
COLUMNS = {
    Kind.LISTING: LISTING_COLUMNS + " FROM listings_listing",
    Kind.REQUEST: REQUEST_COLUMNS + " FROM requests_app_foodrequest",
}
LIVE = {
    Kind.LISTING: "state = 'active' AND available_until > %(now)s "
    "AND (edible_until IS NULL OR edible_until > %(now)s) AND hidden_at IS NULL",
    Kind.REQUEST: "state = 'open' AND needed_by > %(now)s AND hidden_at IS NULL",
}
# Read once a scan, before its first row; organizations speak for many, whoever of them is blocked.
NOT_BLOCKED = (
    "(organization_id IS NOT NULL OR owner_id <> ALL (ARRAY("
    "SELECT blocked_id FROM accounts_block WHERE blocker_id = %(viewer)s "
    "UNION ALL SELECT blocker_id FROM accounts_block WHERE blocked_id = %(viewer)s)))"
)
# As `posts.querysets.speaks_for`; read once a scan as well.
OF_OTHERS = (
    "CASE WHEN organization_id IS NULL THEN owner_id <> %(viewer)s ELSE organization_id <> ALL "
    "(ARRAY(SELECT organization_id FROM accounts_membership "
    "WHERE user_id = %(viewer)s AND role = ANY(%(acting)s))) END"
)
WITHOUT_ALLERGENS = {
    Kind.LISTING: "NOT allergens && %(excluded)s::varchar[]",
    Kind.REQUEST: "NOT EXISTS (SELECT FROM catalog_food f "
    "WHERE f.id = food_id AND f.allergens && %(excluded)s::varchar[])",
}
IN_CATEGORY = "category_id = %(category)s"
# As in the index for nearest first, which holds the category as a range (posts.indexes).
IN_CATEGORY_RANGE = "int4range(category_id, category_id + 1) @> %(category)s"
MEANT = (
    "(food_id = ANY(%(foods)s::int[]) "
    "OR (food_id IS NULL AND category_id = ANY(%(categories)s::int[])){title})"
)
TITLED = {Kind.LISTING: " OR title ILIKE %(pattern)s", Kind.REQUEST: ""}


def wanted(
    kind: Kind, filters: Filters, viewer: User | AnonymousUser, *, in_category: str = IN_CATEGORY
) -> str:
    """The condition on rows of a kind: open, shown to this viewer, and what the filters ask for.

    What households need is for signed-in people; what organizations need, for everybody. What a
    moderator has hidden is for nobody, and two of whom one has blocked the other see neither's.

    Args:
        kind: of the rows.
        filters: what is looked for.
        viewer: who looks.
        in_category: how the category is put, so that the right index serves it.
    """
    conditions = [LIVE[kind]]
    if viewer.is_authenticated:
        conditions.append(NOT_BLOCKED)
        if filters.others_only:
            conditions.append(OF_OTHERS)
    elif kind == Kind.REQUEST:
        conditions.append("organization_id IS NOT NULL")
    if filters.category_id:
        conditions.append(in_category)
    if filters.food:
        conditions.append("food_id = %(food)s")
    if filters.words:
        conditions.append(MEANT.format(title=TITLED[kind]))
    if filters.diets:
        conditions.append("diets @> %(diets)s::varchar[]")
    if filters.excluded:
        conditions.append(WITHOUT_ALLERGENS[kind])
    return " AND ".join(conditions)


def parameters(filters: Filters, viewer: User | AnonymousUser) -> dict[str, Any]:
    """The values that `wanted` refers to."""
    values: dict[str, Any] = {"now": clock.now(), "viewer": viewer.pk, "acting": list(ACTING)}
    values["category"] = filters.category_id
    if filters.food:
        values["food"] = filters.food.pk
    if filters.words:
        values |= {
            "foods": list(filters.words.foods),
            "categories": list(filters.words.categories),
            "pattern": f"%{_literal(filters.words.text)}%",
        }
    return {**values, "diets": list(filters.diets), "excluded": list(filters.excluded)}


class MomentLoader(Loader):
    """Times by Python's own parser: Django's took as long as the whole rest of a search.

    The connection speaks UTC, so that is what comes out.
    """

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(bytes(data).decode())


def fetch(statement: str, values: Mapping[str, Any]) -> list[Row]:
    """Run a feed query."""
    with connection.cursor() as cursor:
        cursor.adapters.register_loader("timestamptz", MomentLoader)
        cursor.execute(statement, values)
        return [Row._make(values) for values in cursor.fetchall()]


def collect(
    read: Callable[[Row | None, int], list[Row]], keep: Callable[[Row], bool], limit: int
) -> tuple[list[Row], bool]:
    """Rows that `keep` wants, in order, reading on where some fall away.

    Args:
        read: the next rows after one (None: from the start of the page), at most so many.
        keep: exact where the query is a little generous.
        limit: rows wanted.

    Returns:
        At most `limit` rows, and whether there are more.
    """
    kept: list[Row] = []
    last: Row | None = None
    while True:
        asked = limit + 1 - len(kept)
        batch = read(last, asked)
        kept += filter(keep, batch)
        if len(kept) > limit or len(batch) < asked:
            return kept[:limit], len(kept) > limit
        last = batch[-1]


def _literal(text: str) -> str:
    """Text without the meaning LIKE gives to some signs."""
    return "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in text)

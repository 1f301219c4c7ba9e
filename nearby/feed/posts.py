"""Rows as the listings and requests they are, so that their own apps say how they look.

A handful of queries for a page, whatever its length.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.models import Organization, User
from catalog.languages import catalog_language
from catalog.models import Category, Food
from listings.models import Listing
from nearby.enums import Kind
from nearby.feed.rows import Row
from posts.models import Post
from posts.querysets import organizations_acted_for
from requests_app.models import FoodRequest

MODELS: dict[str, type[Post]] = {Kind.LISTING: Listing, Kind.REQUEST: FoodRequest}
# The columns by the place they have in a `Row`; None where the kind has no such thing.
SHARED_START = ("id", "food_id", "category_id")
SHARED_MIDDLE = ("quantity", "remaining", "unit", "grams", "state")
SHARED_END = ("owner_id", "organization_id", "created_at", "updated_at")
COLUMNS: dict[str, tuple[str | None, ...]] = {
    Kind.LISTING: (
        *(None, *SHARED_START, "title", *SHARED_MIDDLE, "available_from", "available_until"),
        *("best_before", "use_by", "storage", "ingredients", "home_cooked"),
        *("allergens", "diets", "geohash", "public_precision", *SHARED_END, None),
    ),
    Kind.REQUEST: (
        *(None, *SHARED_START, None, *SHARED_MIDDLE, None, "needed_by"),
        *(None, None, None, "note", None),
        *("avoid_allergens", "diets", "geohash", "public_precision", *SHARED_END, None),
    ),
}
TAKEN = {
    kind: [(place, name) for place, name in enumerate(names) if name]
    for kind, names in COLUMNS.items()
}
NAMED = ("food", "category", "organization", "owner")


def as_posts(
    rows: Sequence[Row],
    *,
    with_owners: bool = False,
    categories: Iterable[Category] | None = None,
) -> list[Post]:
    """Listings and requests to be shown, never saved: what no list shows was not read.

    Args:
        rows: of the feed.
        with_owners: reads the people too, where their names are told.
        categories: all of them, where the caller has read them already.
    """
    named = _named(rows, with_owners=with_owners, categories=categories)
    return [_as_post(row, named) for row in rows]


def _named(
    rows: Sequence[Row], *, with_owners: bool, categories: Iterable[Category] | None
) -> dict[str, dict[Any, Model]]:
    language = catalog_language()
    foods = Food.objects.only("slug", f"name_{language}")
    organizations = Organization.objects.only("name", "slug", "kind")
    people = User.objects.only("display_name")
    return {
        "food": _by_id(foods, (row.food_id for row in rows)),
        "category": {category.pk: category for category in categories}
        if categories is not None
        else _by_id(Category.objects.all(), (row.category_id for row in rows)),
        "organization": _by_id(organizations, (row.organization_id for row in rows)),
        "owner": _by_id(people, (row.owner_id for row in rows if with_owners)),
    }


def _by_id(found: Any, ids: Iterable[Any]) -> dict[Any, Model]:
    wanted = {one for one in ids if one is not None}
    by_id: dict[Any, Model] = found.in_bulk(wanted) if wanted else {}
    return by_id


def _as_post(row: Row, named: dict[str, dict[Any, Model]]) -> Post:
    taken = TAKEN[row.kind]
    model = MODELS[row.kind]
    known = {name: row[place] for place, name in taken}
    names = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    post = model.from_db("default", names, [known[name] for name in names])
    for name in NAMED:
        key = known[f"{name}_id"]
        if key is None or key in named[name]:
            field = model._meta.get_field(name)
            field.set_cached_value(post, named[name].get(key))  # type: ignore[union-attr]
    return post


def own_among(rows: Sequence[Row], viewer: User | AnonymousUser) -> set[UUID]:
    """The ids of the rows that speak for the viewer: their own, or of whom they act for."""
    if not isinstance(viewer, User):
        return set()
    named = {row.organization_id for row in rows if row.organization_id}
    acted_for = set[UUID]()
    if named:
        found = organizations_acted_for(viewer).filter(pk__in=named)
        acted_for = set(found.values_list("pk", flat=True))
    return {
        row.id
        for row in rows
        if (row.organization_id in acted_for if row.organization_id else row.owner_id == viewer.pk)
    }

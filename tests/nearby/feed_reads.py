"""Ways to read the feed in tests."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from core.geo.cells import Point
from nearby.feed.filters import Filters
from nearby.feed.pages import Page, around_cell, around_place

HERE = Point(45.764043, 4.835659)
ANYBODY = AnonymousUser()
ANYTHING = Filters()


def look(
    here: Point = HERE,
    *,
    viewer: User | AnonymousUser = ANYBODY,
    filters: Filters = ANYTHING,
    radius_km: float = 10,
    limit: int = 30,
    cursor: str | None = None,
) -> Page:
    """What somebody finds around a place; a visitor without an account by default."""
    return around_place(
        viewer=viewer,
        filters=filters,
        here=here,
        radius_km=radius_km,
        limit=limit,
        cursor=cursor,
    )


def look_in(
    cell: str,
    *,
    viewer: User | AnonymousUser = ANYBODY,
    filters: Filters = ANYTHING,
    radius_km: float = 10,
    limit: int = 30,
    cursor: str | None = None,
) -> Page:
    """What somebody finds in and around a cell."""
    return around_cell(
        viewer=viewer,
        filters=filters,
        cell=cell,
        radius_km=radius_km,
        limit=limit,
        cursor=cursor,
    )


def ids(page: Page) -> list[UUID]:
    return [row.id for row in page.rows]


def all_ids(read: Callable[[str | None], Page]) -> list[UUID]:
    """The ids of every page, one after the other."""
    page = read(None)
    found = ids(page)
    while page.following:
        page = read(page.following)
        found += ids(page)
    return found

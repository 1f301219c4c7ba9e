"""What everybody may know of, read by the page: the light half first, which tells what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

from accounts.models import Organization
from core.api.cursors import encode_cursor, keyset_page
from core.geo import cells
from core.geo.cells import Box, Point
from core.geo.fields import MercatorPointField
from core.geo.models import ExactPlace
from listings.models import Listing
from partners.feeds.areas import Area
from posts.models import Post
from posts.querysets import PostQuerySet
from posts.shapes import NEWEST_FIRST
from requests_app.models import FoodRequest

NOBODY = AnonymousUser()
LIGHT = ("version", "created_at", "updated_at", "organization__version")
R = TypeVar("R", bound=QuerySet[Any])
KINDS: tuple[type[Post], ...] = (Listing, FoodRequest)
NOT_READ = {Listing: "pickup_note", FoodRequest: "note"}


@dataclass(frozen=True)
class Page:
    """A page of posts or organizations, before they are told.

    Args:
        rows: in order; of posts only what `LIGHT` names has been read.
        following: the cursor of the next page, None on the last.
    """

    rows: Sequence[Any]
    following: str | None

    @property
    def tag(self) -> list[Any]:
        """Changes with each version of each row, and when a row comes or goes."""
        versions = [[row.pk, row.version, _version_of_owner(row)] for row in self.rows]
        return [*versions, self.following]

    @property
    def newest(self) -> datetime | None:
        """When the last of its rows was changed; None without rows."""
        return max((row.updated_at for row in self.rows), default=None)


def public_posts(model: type[Post], area: Area | None) -> PostQuerySet[Any]:
    """Of a kind, what is open and for everybody: of requests those of organizations alone."""
    rows = model.rows().for_audience(NOBODY).kept_from_nobody(NOBODY).open_now()
    # Not by a join: of a small table Postgres knows nothing, and takes it to leave next to no row.
    hidden = Organization.objects.exclude(hidden_at=None)
    return _within(rows.exclude(organization__in=hidden), area)


def light_posts(model: type[Post], area: Area | None) -> PostQuerySet[Any]:
    """The same, of each no more than what tells its version and its place in the order."""
    return public_posts(model, area).select_related("organization").only(*LIGHT)


def public_organizations(area: Area | None) -> QuerySet[Organization]:
    """Those that strangers may find: verified within a year, and not hidden."""
    return _within(Organization.objects.visible_to(NOBODY), area)


def posts_page(
    models: Sequence[type[Post]], area: Area | None, *, limit: int, cursor: str | None
) -> Page:
    """Posts of several kinds, newest first, their light half only.

    Raises:
        Invalid: on `cursor`.
    """
    found: list[Post] = []
    more = False
    for model in models:
        light = light_posts(model, area)
        part, following = keyset_page(light, order=NEWEST_FIRST, limit=limit, cursor=cursor)
        found += part
        more = more or following is not None
    found.sort(key=lambda post: (post.created_at, post.pk), reverse=True)
    kept = found[:limit]
    if not (more or len(found) > limit):
        return Page(kept, None)
    return Page(kept, encode_cursor([kept[-1].created_at.isoformat(), kept[-1].pk]))


def whole_posts(page: Page) -> list[Any]:
    """The page's posts with all that is told of them: no person, no note; one query a kind."""
    whole: dict[Any, Post] = {}
    for model in KINDS:
        ids = [row.pk for row in page.rows if isinstance(row, model)]
        if ids:
            shown = public_posts(model, None).filter(pk__in=ids)
            told = shown.select_related("food", "category", "organization")
            whole |= {post.pk: post for post in told.defer(NOT_READ[model])}
    return [whole[row.pk] for row in page.rows if row.pk in whole]


def public_places(organizations: Sequence[Organization]) -> dict[Any, ExactPlace]:
    """The exact place of each organization that shows its own to everybody, in one query."""
    wanted = {row.pk: row.exact_place_id for row in organizations if row.place_is_public}
    places = ExactPlace.objects.in_bulk(set(wanted.values())) if wanted else {}
    return {pk: places[place_id] for pk, place_id in wanted.items()}


class _InBox(Func):
    """Whether the centre of a row's public cell lies in a box, on the Mercator map."""

    template = "(%(expressions)s)"
    arg_joiner = " <@ "
    output_field = BooleanField()

    def __init__(self, box: Box) -> None:
        corners = (_corner(box.south, box.west), _corner(box.north, box.east))
        values = [Value(corner, MercatorPointField()) for corner in corners]
        super().__init__(F("location"), Func(*values, function="box"))


def _corner(lat: float, lon: float) -> tuple[float, float]:
    x, y = cells.mercator(Point(lat, lon))
    # 180 is the eastern edge of the map, though the same line as its western one.
    return (cells.WORLD_WIDTH_M / 2 if lon == 180 else x), y


def _within(rows: R, area: Area | None) -> R:
    if area is None:
        return rows
    ranges, exactly = Q(), Q()
    for cell in area.covering:
        ranges |= Q(geohash__gte=cell, geohash__lt=cell + "~")
    for box in area.boxes:
        exactly |= Q(_InBox(box))
    return rows.filter(ranges & exactly)


def _version_of_owner(row: Model) -> int | None:
    organization = getattr(row, "organization", None)
    return organization.version if organization else None

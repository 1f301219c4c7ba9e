"""The feeds: GET only, the same for everybody."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import prefetch_related_objects
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from core import clock
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import dumps
from core.errors import Invalid
from listings.models import Listing
from partners.feeds import atom, geojson, json_feed, schemas
from partners.feeds.answering import address, tell
from partners.feeds.areas import Area, read_area
from partners.feeds.entries import entry_of, tag_uri, title_of_area
from partners.feeds.hsds.organizations import organization_json
from partners.feeds.hsds.pages import hsds_page
from partners.feeds.rows import (
    KINDS,
    Page,
    posts_page,
    public_organizations,
    public_places,
    whole_posts,
)
from posts.models import Post
from requests_app.models import FoodRequest

Feature = Callable[[Any], dict[str, Any]]


class OpenFeed(APIView):
    """Answers in a form of its own, whatever is accepted; only errors are in the API's envelope."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = schemas.PlainAutoSchema()

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return self.get_renderers()[0], self.get_renderers()[0].media_type


class ListingsGeoJsonView(OpenFeed):
    @extend_schema(operation_id="feeds_listings", **schemas.GEOJSON)
    def get(self, request: Request) -> HttpResponseBase:
        """Food on offer, newest first, each in its public area."""
        return _posts_geojson(request, Listing, geojson.listing_feature)


class RequestsGeoJsonView(OpenFeed):
    @extend_schema(operation_id="feeds_requests", **schemas.GEOJSON)
    def get(self, request: Request) -> HttpResponseBase:
        """What organizations need, newest first; what households need is in no open feed."""
        return _posts_geojson(request, FoodRequest, geojson.request_feature)


class OrganizationsGeoJsonView(OpenFeed):
    @extend_schema(operation_id="feeds_organizations", **schemas.GEOJSON)
    def get(self, request: Request) -> HttpResponseBase:
        """Organizations by id: at their door where they show it to everybody, else their area."""
        area, limit, cursor = _asked(request)
        rows, following = keyset_page(
            public_organizations(area), order=["id"], limit=limit, cursor=cursor
        )
        page = Page(rows, following)
        links = _links(request, area, limit, following)
        return tell(
            request,
            tag=page.tag,
            newest=page.newest,
            content_type=geojson.CONTENT_TYPE,
            build=lambda: dumps(geojson.collection(_organizations(page), area, links)),
            links=links,
        )


class OrganizationsHsdsView(OpenFeed):
    @extend_schema(operation_id="feeds_organizations_hsds", **schemas.HSDS)
    def get(self, request: Request) -> HttpResponseBase:
        """Every organization that is public, as Open Referral's HSDS 3.0 has them: with its place,
        its opening hours and what it accepts."""
        page = hsds_page(public_organizations(None), request.query_params)
        following = None
        if page.following:
            following = address(request.path, limit=page.per_page, cursor=page.following)
        rows = Page(page.rows, page.following)
        return tell(
            request,
            # Of the day too: special days pass, and clocks change.
            tag=[rows.tag, page.total, page.number, clock.today().isoformat()],
            newest=rows.newest,
            content_type="application/json",
            build=lambda: dumps(page.told(_hsds(page.rows), following)),
            links={"next": following} if following else {},
        )


class AreaAtomView(OpenFeed):
    @extend_schema(operation_id="feeds_area_atom", **schemas.ATOM)
    def get(self, request: Request) -> HttpResponseBase:
        """What is new in an area, for feed readers (Atom)."""
        return _of_area(request, atom.CONTENT_TYPE, _atom)


class AreaJsonFeedView(OpenFeed):
    @extend_schema(operation_id="feeds_area_json", **schemas.JSON_FEED)
    def get(self, request: Request) -> HttpResponseBase:
        """What is new in an area, for feed readers (JSON Feed)."""
        return _of_area(request, json_feed.CONTENT_TYPE, _json_feed)


def _posts_geojson(request: Request, model: type[Post], feature: Feature) -> HttpResponseBase:
    area, limit, cursor = _asked(request)
    page = posts_page([model], area, limit=limit, cursor=cursor)
    links = _links(request, area, limit, page.following)

    def build() -> bytes:
        features = [feature(post) for post in whole_posts(page)]
        return dumps(geojson.collection(features, area, links))

    return tell(
        request,
        tag=page.tag,
        newest=page.newest,
        content_type=geojson.CONTENT_TYPE,
        build=build,
        links=links,
    )


Build = Callable[[Area, Page, Mapping[str, str]], bytes]


def _of_area(request: Request, content_type: str, build: Build) -> HttpResponseBase:
    area, limit, cursor = _asked(request)
    if area is None:
        raise Invalid(cell=_("Say where: a cell or a bbox."))
    page = posts_page(KINDS, area, limit=limit, cursor=cursor)
    links = {
        **_links(request, area, limit, page.following),
        "first": address(request.path, **area.asked, limit=_said_limit(request, limit)),
        "alternate": address(reverse("nearby:home"), cell=area.cell),
    }
    return tell(
        request,
        tag=page.tag,
        newest=page.newest,
        content_type=content_type,
        build=lambda: build(area, page, links),
        links={name: url for name, url in links.items() if name != "alternate"},
    )


def _atom(area: Area, page: Page, links: Mapping[str, str]) -> bytes:
    return atom.atom(
        [entry_of(post) for post in whole_posts(page)],
        feed_id=tag_uri(f"area/{area.text}"),
        title=title_of_area(area),
        # A feed has to say when it changed; of an empty one nothing is known but the day.
        updated=page.newest or clock.now().replace(hour=0, minute=0, second=0, microsecond=0),
        links=links,
    )


def _json_feed(area: Area, page: Page, links: Mapping[str, str]) -> bytes:
    entries = [entry_of(post) for post in whole_posts(page)]
    return json_feed.json_feed(entries, title=title_of_area(area), links=links)


def _organizations(page: Page) -> list[dict[str, Any]]:
    places = public_places(page.rows)
    rows = _with_accepts(page.rows)
    return [geojson.organization_feature(row, places.get(row.pk)) for row in rows]


def _hsds(rows: Any) -> list[dict[str, Any]]:
    places = public_places(rows)
    return [organization_json(row, places.get(row.pk)) for row in _with_accepts(rows)]


def _with_accepts(rows: Any) -> Any:
    """The organizations with their categories, in one query more."""
    prefetch_related_objects(rows, "accepts")
    return rows


def _asked(request: Request) -> tuple[Area | None, int, str | None]:
    """Where, how many and from where on.

    Raises:
        Invalid: on `cell`, `bbox` or `limit`.
    """
    said = request.query_params
    return read_area(said), read_limit(said.get("limit")), said.get("cursor")


def _links(
    request: Request, area: Area | None, limit: int, following: str | None
) -> dict[str, str]:
    """This page and the next one; only what was understood is repeated."""
    asked = {**(area.asked if area else {}), "limit": _said_limit(request, limit)}
    links = {"self": address(request.path, **asked, cursor=request.query_params.get("cursor"))}
    if following:
        links["next"] = address(request.path, **asked, cursor=following)
    return links


def _said_limit(request: Request, limit: int) -> int | None:
    return limit if request.query_params.get("limit") else None

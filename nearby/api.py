"""`feed`: what is around, for everybody to read."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked
from accounts.models import User
from catalog.languages import catalog_language
from core.api.renderers import answer
from core.errors import Invalid
from core.geo import cells
from core.geo.cells import Point
from insights.reads.context import context_line
from nearby.feed.filters import Filters, look_up
from nearby.feed.pages import DEFAULT_RADIUS_KM, Page, around_cell, around_place
from nearby.shapes import FeedParameters, FeedSerializer, items_json, search_json

Viewer = User | AnonymousUser


class FeedView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="feed", parameters=[FeedParameters], responses=FeedSerializer)
    def get(self, request: Request) -> Response:
        """Listings and requests nearby: nearest first around a place, newest first by cell, with
        what stands out around there and how far the search went. Households' requests are for
        those signed in."""
        asked = checked(FeedParameters, request.query_params)
        viewer: Viewer = request.user if isinstance(request.user, User) else AnonymousUser()
        page = _page(asked, viewer)
        around = cells.encode(page.here.lat, page.here.lon, cells.FINEST_PUBLIC)
        lines = context_line(around, catalog_language())
        data = {
            "items": items_json(page, viewer),
            "context": [{"text": line.text, "url": line.url} for line in lines],
            "search": search_json(page.search),
        }
        return answer(data, next=page.following)


def _page(asked: dict[str, Any], viewer: Viewer) -> Page:
    """By the place, else the cell, else the cell of one's own home.

    Raises:
        Invalid: on `cell`, when there is none of these; on `cursor`.
    """
    own_limit = viewer.share_radius_km if isinstance(viewer, User) else DEFAULT_RADIUS_KM
    how: dict[str, Any] = {
        "viewer": viewer,
        "filters": _filters(asked),
        "radius_km": asked.get("radius_km", own_limit),
        "limit": asked["limit"],
        "cursor": asked.get("cursor"),
    }
    if "lat" in asked:
        return around_place(here=Point(asked["lat"], asked["lon"]), **how)
    home = viewer.home_cell if isinstance(viewer, User) else ""
    cell = asked.get("cell") or home
    if not cell:
        raise Invalid(cell=_("Say where: a cell, or lat and lon."))
    return around_cell(cell=cell, **how)


def _filters(asked: dict[str, Any]) -> Filters:
    return Filters(
        kind=asked.get("kind"),
        food=asked.get("food"),
        category=asked.get("category"),
        words=look_up(asked.get("q", "")),
        diets=tuple(asked.get("diet", ())),
        excluded=tuple(asked.get("exclude_allergens", ())),
        others_only=asked["others_only"],
    )


api_urls = [path("feed", FeedView.as_view(), name="feed")]

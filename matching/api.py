"""`matches` of one's own posts, and one's own saved `searches`."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from accounts.models import User
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.writes import perform, was_done_before
from core.errors import Invalid
from listings.models import Listing
from matching.finding.reads import matches_of
from matching.models import SavedSearch
from matching.permissions import own_post, own_search
from matching.services import searches
from matching.services.limits import standing_of
from matching.services.searches import SearchDraft
from matching.shapes import (
    EditSearchBody,
    LimitSerializer,
    MatchesSerializer,
    MatchParameters,
    NewSearchBody,
    SavedSearchListSerializer,
    SavedSearchSerializer,
    SearchParameters,
    limit_json,
    matches_json,
    search_json,
)
from posts.models import Post
from posts.shapes import NEWEST_FIRST
from requests_app.models import FoodRequest

KINDS: dict[str, type[Post]] = {"listing": Listing, "request": FoodRequest}


class MatchesView(APIView):
    permission_classes = (IsAuthenticated,)
    names_something = True

    @extend_schema(
        operation_id="matches",
        parameters=[MatchParameters],
        responses=MatchesSerializer,
        description="What could answer one's own request, or what one's own listing could answer, "
        "best first, each with its reasons. Looking promises nothing; others' posts are not there.",
    )
    def get(self, request: Request) -> Response:
        asked = checked(MatchParameters, request.query_params)
        viewer = person(request)
        post = _named(asked, viewer)
        found = matches_of(post, viewer=viewer, limit=asked["limit"])
        return answer({"items": matches_json(found, post, viewer)})


class SearchesView(APIView):
    """One's own, and saving another."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="searches_list",
        parameters=[SearchParameters],
        responses=SavedSearchListSerializer,
        description="One's own saved searches, newest first.",
    )
    def get(self, request: Request) -> Response:
        asked = checked(SearchParameters, request.query_params)
        own = SavedSearch.objects.of(person(request)).select_related("category", "food")
        page, following = keyset_page(
            own, order=NEWEST_FIRST, limit=asked["limit"], cursor=asked.get("cursor")
        )
        return answer({"items": [search_json(search) for search in page]}, next=following)

    @extend_schema(
        operation_id="searches_create",
        request=NewSearchBody,
        responses={201: SavedSearchSerializer, 200: SavedSearchSerializer},
        description="Be told of what turns up; the same id with the same content makes one.",
    )
    def post(self, request: Request) -> Response:
        by = person(request)
        said = checked(NewSearchBody, request.data)
        search_id = said.pop("id")
        said = {"cell": by.home_cell, "radius_km": by.share_radius_km, **said}
        draft = SearchDraft(**said)
        search, is_new = searches.save_search(by=by, search_id=search_id, draft=draft)
        return answer(search_json(search), status=201 if is_new else 200)


class SearchView(APIView):
    """One of one's own."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="searches_retrieve",
        responses=SavedSearchSerializer,
        description="One saved search.",
    )
    def get(self, request: Request, id: UUID) -> Response:
        return answer(search_json(_own(request, id)))

    @extend_schema(
        operation_id="searches_update",
        request=EditSearchBody(partial=True),
        responses=SavedSearchSerializer,
        description="Change what is sent; `active: false` pauses it.",
    )
    def patch(self, request: Request, id: UUID) -> Response:
        search, by = _own(request, id), person(request)
        said = checked(EditSearchBody, request.data, partial=True)
        perform(request, lambda: searches.change_search(search=search, by=by, **said))
        return answer(search_json(_own(request, id)))

    @extend_schema(
        operation_id="searches_delete",
        responses={204: None},
        description="Forget it.",
    )
    def delete(self, request: Request, id: UUID) -> Response:
        if was_done_before(request):
            return answer(None, status=204)
        search, by = _own(request, id), person(request)
        perform(request, lambda: searches.delete_search(search=search, by=by))
        return answer(None, status=204)


class LimitView(APIView):
    """How much more one may ask for."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="listings_limit",
        responses=LimitSerializer,
        description="How much one may ask for around a listing, where its community has set that.",
    )
    def get(self, request: Request, id: UUID) -> Response:
        viewer = person(request)
        listing = get_object_or_404(Listing.objects.visible_to(viewer), pk=id)
        return answer(limit_json(standing_of(viewer, listing.geohash)))


def _named(asked: dict[str, Any], viewer: User) -> Any:
    """One's own listing or request.

    Raises:
        Http404: it is not there, or not one's own.
        Invalid: none is named, or both.
    """
    named = [(model, asked[kind]) for kind, model in KINDS.items() if kind in asked]
    if len(named) != 1:
        raise Invalid(listing=_("Name one listing or one request."))
    post = own_post(*named[0], viewer)
    if post is None:
        raise Http404
    return post


def _own(request: Request, search_id: UUID) -> SavedSearch:
    search = own_search(search_id, person(request))
    if search is None:
        raise Http404
    return search


api_urls = [
    path("matches", MatchesView.as_view(), name="match-list"),
    path("listings/<uuid:id>/limit", LimitView.as_view(), name="listing-limit"),
    path("searches", SearchesView.as_view(), name="search-list"),
    path("searches/<uuid:id>", SearchView.as_view(), name="search-detail"),
]

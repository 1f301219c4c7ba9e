"""`organizations`: the pages of pantries, kitchens, schools…, for everyone to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services
from accounts.api.asking import checked, person, visible_organization
from accounts.api.shapes import (
    FoundOrganizationSerializer,
    NewOrganizationBody,
    OrganizationBody,
    OrganizationDetailSerializer,
    OrganizationListSerializer,
    SearchParameters,
)
from accounts.models import Organization
from accounts.permissions import can_see_exact_place
from accounts.querysets import OrganizationQuerySet
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import answer
from core.api.versions import tagged
from core.api.writes import perform
from core.geo import cells
from core.geo.models import Precision


class OrganizationsView(APIView):
    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(
        operation_id="organizations_list",
        parameters=[SearchParameters],
        responses=OrganizationListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Organizations, nearest first where `lat` and `lon` are given, else by name."""
        asked = checked(SearchParameters, request.query_params)
        here = cells.Point(asked["lat"], asked["lon"]) if "lat" in asked else None
        found, order = _search(request, asked, here)
        page, next_cursor = keyset_page(
            found,
            order=order,
            limit=read_limit(request.query_params.get("limit")),
            cursor=asked.get("cursor"),
        )
        items = [_shown(organization, here) for organization in page]
        return answer({"items": items}, next=next_cursor)

    @extend_schema(
        request=NewOrganizationBody,
        responses={201: OrganizationDetailSerializer, 200: OrganizationDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Create an organization and own it; the same id with the same content makes one."""
        asked = checked(NewOrganizationBody, request.data)
        place = asked.pop("place")
        organization, is_new = services.create_organization(
            by=person(request),
            organization_id=asked.pop("id"),
            place=cells.Point(place["lat"], place["lon"]),
            address=place.get("address", ""),
            precision=asked.pop("public_precision", Precision.NEIGHBOURHOOD),
            **asked,
        )
        return _detail(request, organization.pk, status=201 if is_new else 200)


class OrganizationView(APIView):
    permission_classes = (IsAuthenticatedOrReadOnly,)

    @extend_schema(responses=OrganizationDetailSerializer)
    def get(self, request: Request, organization_id: UUID) -> Response:
        """One organization, with its place for those who may know it."""
        return _detail(request, organization_id)

    @extend_schema(request=OrganizationBody(partial=True), responses=OrganizationDetailSerializer)
    def patch(self, request: Request, organization_id: UUID) -> Response:
        """Change what is sent, as an owner or coordinator; this verifies the page too."""
        organization = visible_organization(request, organization_id)
        asked = checked(OrganizationBody, request.data, partial=True)
        place = asked.pop("place", {})
        changes = {
            "place": cells.Point(place["lat"], place["lon"]) if "lat" in place else None,
            "address": place.get("address"),
            "precision": asked.pop("public_precision", None),
            **asked,
        }
        by = person(request)
        perform(
            request,
            lambda: services.edit_organization(organization=organization, by=by, **changes),
            to=organization,
        )
        return _detail(request, organization_id)


class VerifyOrganizationView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses=OrganizationDetailSerializer)
    def post(self, request: Request, organization_id: UUID) -> Response:
        """Say, as an owner or coordinator, that all of the page still holds."""
        organization = visible_organization(request, organization_id)
        by = person(request)
        perform(
            request,
            lambda: services.verify_organization(organization=organization, by=by),
            to=organization,
        )
        return _detail(request, organization_id)


def _search(
    request: Request, asked: dict[str, Any], here: cells.Point | None
) -> tuple[OrganizationQuerySet, tuple[str, ...]]:
    found = Organization.objects.visible_to(request.user).with_role_of(request.user)
    found = found.prefetch_related("accepts")
    if asked.get("mine"):
        found = found.of(request.user)
    if "kind" in asked:
        found = found.of_kind(asked["kind"])
    if "q" in asked:
        found = found.named(asked["q"])
    if here:
        return found.with_metres_from(here), ("metres", "id")
    return found, ("name", "id")


def _shown(organization: Organization, here: cells.Point | None) -> dict[str, Any]:
    """The organization with its distance, from the centre of its cell, in km to one decimal."""
    middle = cells.centre(organization.cell)
    distance = round(cells.distance_km(middle, here), 1) if here else None
    return FoundOrganizationSerializer(organization, context={"distance_km": distance}).data


def _detail(request: Request, organization_id: UUID, *, status: int = 200) -> Response:
    organization = visible_organization(request, organization_id)
    known = can_see_exact_place(request.user, organization)
    place = organization.exact_place if known else None
    shown = OrganizationDetailSerializer(organization, context={"place": place}).data
    return tagged(answer(shown, status=status), organization)

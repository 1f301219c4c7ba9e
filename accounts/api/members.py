"""`organizations/{id}/members`: who belongs to one, for those who do."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import services
from accounts.api.asking import PageParameters, checked, person, visible_organization
from accounts.api.shapes import MemberListSerializer, MemberSerializer, RoleBody
from accounts.models import Membership
from accounts.permissions import can_see_members
from accounts.querysets import MEMBERS_ORDER
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.writes import perform, was_done_before
from core.errors import NotAllowed


class MembersView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="organizations_members_list",
        parameters=[PageParameters],
        responses=MemberListSerializer,
    )
    def get(self, request: Request, organization_id: UUID) -> Response:
        """Who belongs to it, for those who do: owners first, then coordinators, then members."""
        asked = checked(PageParameters, request.query_params)
        organization = visible_organization(request, organization_id)
        if not can_see_members(person(request), organization):
            raise NotAllowed(_("Only members see who belongs to it."))
        page, following = keyset_page(
            organization.memberships.in_reading_order(),
            order=MEMBERS_ORDER,
            limit=asked["limit"],
            cursor=asked.get("cursor"),
        )
        return answer({"items": [MemberSerializer(member).data for member in page]}, next=following)


class MemberView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=RoleBody, responses=MemberSerializer)
    def patch(self, request: Request, organization_id: UUID, user_id: UUID) -> Response:
        """Give a member another role, as an owner."""
        asked = checked(RoleBody, request.data)
        membership = _membership(request, organization_id, user_id)
        by = person(request)
        perform(request, lambda: services.change_role(membership=membership, by=by, **asked))
        return answer(MemberSerializer(membership).data)

    @extend_schema(responses={204: OpenApiTypes.NONE})
    def delete(self, request: Request, organization_id: UUID, user_id: UUID) -> Response:
        """Part ways, as an owner, or as the member who leaves."""
        if was_done_before(request):
            return Response(status=204)
        membership, by = _membership(request, organization_id, user_id), person(request)
        perform(request, lambda: services.remove_member(membership=membership, by=by))
        return Response(status=204)


def _membership(request: Request, organization_id: UUID, user_id: UUID) -> Membership:
    """A membership that the caller may know of: strangers get 404 for every person alike."""
    organization = visible_organization(request, organization_id)
    members = organization.memberships.select_related("user", "organization")
    if not can_see_members(person(request), organization):
        members = members.none()
    membership: Membership = get_object_or_404(members, user_id=user_id)
    return membership

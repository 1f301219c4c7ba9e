"""`organizations/{id}/invitations`: for its owners; and joining by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import PageParameters, checked, person, visible_organization
from accounts.api.shapes import MemberSerializer
from accounts.enums import Role
from accounts.models import Invitation, Organization
from accounts.models.invitation import MOST_USES
from accounts.permissions import can_manage_members
from accounts.services import inviting
from core.api.cursors import keyset_page
from core.api.renderers import answer
from core.api.writes import perform
from core.errors import NotAllowed


class NewInvitationBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="Your own: sent again, it makes nothing twice.")
    email = serializers.EmailField(
        required=False, allow_blank=True, help_text="Mailed to it; without one, pass on `url`."
    )
    role = serializers.ChoiceField(choices=Role.choices, default=Role.MEMBER)
    most_uses = serializers.IntegerField(default=1, min_value=1, max_value=MOST_USES)


class InvitationSerializer(serializers.Serializer[Invitation]):
    id = serializers.UUIDField()
    email = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    url = serializers.SerializerMethodField()
    uses = serializers.IntegerField()
    most_uses = serializers.IntegerField()
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()

    def get_url(self, invitation: Invitation) -> str:
        return f"{settings.SITE_URL}{invitation.get_absolute_url()}"


class InvitationListSerializer(serializers.Serializer[Any]):
    items = InvitationSerializer(many=True)


class InvitationsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="organizations_invitations_list",
        parameters=[PageParameters],
        responses=InvitationListSerializer,
    )
    def get(self, request: Request, organization_id: UUID) -> Response:
        """The open ones, newest first, as an owner."""
        asked = checked(PageParameters, request.query_params)
        rows = _managed(request, organization_id).invitations.open()
        page, following = keyset_page(
            rows,
            order=("-created_at", "-id"),
            limit=asked["limit"],
            cursor=asked.get("cursor"),
        )
        return answer({"items": [InvitationSerializer(row).data for row in page]}, next=following)

    @extend_schema(
        request=NewInvitationBody,
        responses={201: InvitationSerializer, 200: InvitationSerializer},
    )
    def post(self, request: Request, organization_id: UUID) -> Response:
        """Invite one person by e-mail, or whoever has the link, as an owner."""
        organization = visible_organization(request, organization_id)
        asked = checked(NewInvitationBody, request.data)
        invitation, is_new = inviting.invite(
            organization=organization,
            by=person(request),
            invitation_id=asked.pop("id"),
            **asked,
        )
        return answer(InvitationSerializer(invitation).data, status=201 if is_new else 200)


class InvitationView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, organization_id: UUID, invitation_id: UUID) -> Response:
        """Let nobody join by it any more, as an owner."""
        rows = _managed(request, organization_id).invitations.select_related("organization")
        invitation = get_object_or_404(rows, pk=invitation_id)
        by = person(request)
        perform(request, lambda: inviting.revoke(invitation=invitation, by=by))
        return Response(status=204)


class JoinBody(serializers.Serializer[Any]):
    token = serializers.CharField(max_length=200, help_text="The last part of the link.")


class JoinView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=JoinBody, responses=MemberSerializer)
    def post(self, request: Request) -> Response:
        """Join an organization by an invitation. Harmless twice."""
        by = person(request)
        try:
            invitation = inviting.find(checked(JoinBody, request.data)["token"])
        except Invitation.DoesNotExist as error:
            raise Http404 from error
        perform(request, lambda: inviting.join_by(invitation=invitation, by=by))
        membership = invitation.organization.memberships.select_related("user").get(user=by)
        return answer(MemberSerializer(membership).data)


def _managed(request: Request, organization_id: UUID) -> Organization:
    organization = visible_organization(request, organization_id)
    if not can_manage_members(request.user, organization):
        raise NotAllowed(_("Only owners may change who belongs to it."))
    return organization

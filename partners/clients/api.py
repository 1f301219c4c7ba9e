"""`organizations/{id}/clients`: its programs, for its owners and coordinators."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person, visible_organization
from accounts.clients import registering
from accounts.models import ApiClient, Organization
from accounts.permissions import require_manager
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import answer
from core.api.versions import tagged
from core.api.writes import perform
from partners.clients.asking import program_of
from partners.clients.shapes import (
    ApiClientBody,
    ApiClientListSerializer,
    ApiClientSerializer,
    NewApiClientBody,
    RotateBody,
    SecretSerializer,
    UsageParameters,
    UsageSerializer,
)
from partners.clients.usage import usage_of

USAGE_DAYS = 30


class ClientsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="organizations_clients_list",
        parameters=[OpenApiParameter("limit", int), OpenApiParameter("cursor", str)],
        responses=ApiClientListSerializer,
    )
    def get(self, request: Request, organization_id: UUID) -> Response:
        """Its programs, the newest first, those that are refused or switched off too."""
        page, following = keyset_page(
            _organization(request, organization_id).api_clients.all(),
            order=("-created_at", "-id"),
            limit=read_limit(request.query_params.get("limit")),
            cursor=request.query_params.get("cursor"),
        )
        return answer({"items": [ApiClientSerializer(row).data for row in page]}, next=following)

    @extend_schema(
        operation_id="organizations_clients_create",
        request=NewApiClientBody,
        responses={201: ApiClientSerializer, 200: ApiClientSerializer},
    )
    def post(self, request: Request, organization_id: UUID) -> Response:
        """Register a program; an operator decides. It has no secret before that."""
        organization = visible_organization(request, organization_id)
        asked = checked(NewApiClientBody, request.data)
        client, is_new = registering.register(
            organization=organization,
            by=person(request),
            client_id=asked.pop("id"),
            **asked,
        )
        return tagged(
            answer(ApiClientSerializer(client).data, status=201 if is_new else 200), client
        )


class ClientView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="organizations_clients_retrieve", responses=ApiClientSerializer)
    def get(self, request: Request, organization_id: UUID, client_id: UUID) -> Response:
        """One of its programs."""
        return _shown(_client(request, organization_id, client_id))

    @extend_schema(
        operation_id="organizations_clients_update",
        request=ApiClientBody,
        responses=ApiClientSerializer,
    )
    def patch(self, request: Request, organization_id: UUID, client_id: UUID) -> Response:
        """Change what it is called, is for, or asks for; a refused one is asked for again."""
        client = _client(request, organization_id, client_id)
        asked = checked(ApiClientBody, request.data, partial=True)
        by = person(request)
        perform(request, lambda: registering.change(client=client, by=by, **asked), to=client)
        return _shown(_client(request, organization_id, client_id))

    @extend_schema(operation_id="organizations_clients_destroy", responses={204: None})
    def delete(self, request: Request, organization_id: UUID, client_id: UUID) -> Response:
        """Switch it off for good; its secret and tokens end at once. Harmless twice."""
        client, by = _client(request, organization_id, client_id), person(request)
        perform(request, lambda: registering.revoke(client=client, by=by), to=client)
        return Response(status=204)


class RotateView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="organizations_clients_rotate",
        request=RotateBody,
        responses=SecretSerializer,
    )
    def post(self, request: Request, organization_id: UUID, client_id: UUID) -> Response:
        """Make its first secret, or another one; the one before is refused from then on."""
        client, by = _client(request, organization_id, client_id), person(request)
        ends = checked(RotateBody, request.data)["end_tokens"]
        made: list[str] = []

        def write() -> None:
            made.append(registering.rotate_secret(client=client, by=by, sign_out=ends))

        perform(request, write, to=client)
        said = {"client_id": client.pk, "client_secret": made[0] if made else None}
        response = answer(SecretSerializer(said).data)
        response["Cache-Control"] = "no-store"
        return response


class UsageView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="organizations_clients_usage",
        parameters=[UsageParameters],
        responses=UsageSerializer,
    )
    def get(self, request: Request, organization_id: UUID, client_id: UUID) -> Response:
        """How much it called, day by day in UTC, the oldest first."""
        client = _client(request, organization_id, client_id)
        asked = checked(UsageParameters, request.query_params)
        days = usage_of(client, days=asked.get("days", USAGE_DAYS))
        return answer(UsageSerializer({"items": days, "plan": client.plan}).data)


def _organization(request: Request, organization_id: UUID) -> Organization:
    organization = visible_organization(request, organization_id)
    require_manager(person(request), organization)
    return organization


def _client(request: Request, organization_id: UUID, client_id: UUID) -> ApiClient:
    return program_of(_organization(request, organization_id), client_id)


def _shown(client: ApiClient) -> Response:
    shown: Response = tagged(answer(ApiClientSerializer(client).data), client)
    return shown

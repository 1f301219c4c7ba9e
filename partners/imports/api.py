"""`imports`: files of an organization, for its people and its programs."""

import io
from typing import IO, Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, meant_organization, person
from accounts.models import User
from core.api.cursors import keyset_page, read_limit
from core.api.parsers import BoundedJSONParser
from core.api.renderers import answer
from core.api.writes import perform
from core.errors import Invalid
from partners.imports import services
from partners.imports.downloads import refused_lines
from partners.imports.permissions import can_see_import, require_scope
from partners.imports.shapes import (
    ImportDetailSerializer,
    ImportListSerializer,
    ImportParameters,
    ImportSerializer,
    LineErrorListSerializer,
    LineErrorSerializer,
    NewImportBody,
    NewImportForm,
)
from partners.imports.uploading import StopAtMost
from partners.models import Import
from posts.querysets import organizations_acted_for

PAGED = [
    OpenApiParameter("limit", int, description="1 to 100; 30 by default."),
    OpenApiParameter("cursor", str, description="`meta.next` of the page before."),
]


class ImportsView(APIView):
    permission_classes = (IsAuthenticated,)
    parser_classes = (BoundedJSONParser, MultiPartParser)

    @extend_schema(
        operation_id="imports_list",
        parameters=[ImportParameters],
        responses=ImportListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Imports for the organizations that you act for, newest first."""
        asked = checked(ImportParameters, request.query_params)
        rows = Import.objects.filter(organization__in=organizations_acted_for(person(request)))
        if "organization" in asked:
            rows = rows.filter(organization=asked["organization"])
        page, following = keyset_page(
            rows,
            order=("-created_at", "-id"),
            limit=asked["limit"],
            cursor=asked.get("cursor"),
        )
        return answer({"items": [ImportSerializer(run).data for run in page]}, next=following)

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": NewImportForm, "application/json": NewImportBody},
        responses={202: ImportDetailSerializer, 200: ImportDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Send a file in; 202, and `GET imports/{id}` tells how far it is. The same id with the
        same content makes one."""
        handler = StopAtMost(request._request)
        request._request.upload_handlers = [handler]
        data = request.data
        if handler.is_over:
            raise Invalid(file=_("This file is too large. Send it in parts."))
        asked = checked(NewImportForm, data)
        made, is_new = _started(request, person(request), asked)
        return answer(ImportDetailSerializer(made).data, status=202 if is_new else 200)


class ImportView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="imports_retrieve", responses=ImportDetailSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:
        """How far it is, what became of its lines so far, and the first that were refused."""
        return answer(ImportDetailSerializer(_visible(request, import_id)).data)

    @extend_schema(operation_id="imports_cancel", responses={204: None})
    def delete(self, request: Request, import_id: UUID) -> Response:
        """Stop it; what it has done stays. Harmless twice."""
        run, by = _visible(request, import_id), person(request)
        perform(request, lambda: services.cancel(run=run, by=by))
        return Response(status=204)


class ImportErrorsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="imports_errors", parameters=PAGED, responses=LineErrorListSerializer
    )
    def get(self, request: Request, import_id: UUID) -> Response:
        """What is wrong with its lines, in their order."""
        page, following = keyset_page(
            _visible(request, import_id).problems.all(),
            order=("line", "id"),
            limit=read_limit(request.query_params.get("limit")),
            cursor=request.query_params.get("cursor"),
        )
        return answer({"items": [LineErrorSerializer(row).data for row in page]}, next=following)


class ImportErrorTableView(APIView):
    permission_classes = (IsAuthenticated,)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # The answer is a file whatever is accepted; only errors are rendered.
        return self.get_renderers()[0], self.get_renderers()[0].media_type

    @extend_schema(
        operation_id="imports_errors_csv", responses={(200, "text/csv"): OpenApiTypes.STR}
    )
    def get(self, request: Request, import_id: UUID) -> HttpResponseBase:
        """The same as a table for spreadsheets."""
        return refused_lines(_visible(request, import_id))


def _started(request: Request, by: User, asked: dict[str, Any]) -> tuple[Import, bool]:
    shared = {"by": by, "import_id": asked["id"], "dry_run": asked["dry_run"]}
    if "again" in asked:
        earlier = _visible(request, asked["again"])
        require_scope(request.auth, earlier.kind)
        return services.again(run=earlier, mapping=asked.get("mapping"), **shared)
    require_scope(request.auth, asked["kind"])
    file, name = _file(asked)
    return services.start(
        organization=meant_organization(request, asked.get("organization")),
        kind=asked["kind"],
        mapping=asked.get("mapping"),
        file=file,
        file_name=asked.get("file_name") or name,
        **shared,
    )


def _file(asked: dict[str, Any]) -> tuple[IO[bytes], str]:
    """What was sent, and what it is called.

    Raises:
        Invalid: on `file`, where nothing was sent, or twice.
    """
    if ("file" in asked) == ("content" in asked):
        raise Invalid(file=_("Send a `file`, or its text as `content`."))
    if "file" in asked:
        return asked["file"].file, asked["file"].name or ""
    return io.BytesIO(asked["content"].encode(errors="replace")), ""


def _visible(request: Request, import_id: UUID) -> Import:
    """
    Raises:
        Http404: there is none for those that the caller acts for.
    """
    run = Import.objects.select_related("organization").filter(pk=import_id).first()
    if run is None or not can_see_import(request.user, run):
        raise Http404
    return run


api_urls = [
    path("imports", ImportsView.as_view(), name="import-list"),
    path("imports/<uuid:import_id>", ImportView.as_view(), name="import-detail"),
    path("imports/<uuid:import_id>/errors", ImportErrorsView.as_view(), name="import-errors"),
    path(
        "imports/<uuid:import_id>/errors.csv",
        ImportErrorTableView.as_view(),
        name="import-errors-csv",
    ),
]

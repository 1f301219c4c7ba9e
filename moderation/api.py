"""`reports` and `decisions`: what one reported, and what was decided about oneself."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from core.api.cursors import keyset_page, read_limit
from core.api.renderers import answer
from core.api.writes import perform
from moderation import services
from moderation.models import Decision, Report
from moderation.querysets import DecisionQuerySet
from moderation.shapes import (
    DecisionListSerializer,
    DecisionSerializer,
    NewReportBody,
    ObjectionBody,
    ReportListSerializer,
    ReportSerializer,
    decision_json,
    report_json,
)
from moderation.subjects import find

PAGED = [
    OpenApiParameter("limit", int, description="1 to 100, 30 by default."),
    OpenApiParameter("cursor", str, description="`meta.next` of the page before."),
]


class ReportsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="reports_list", parameters=PAGED, responses=ReportListSerializer)
    def get(self, request: Request) -> Response:
        """One's own reports, newest first, with whether something was done."""
        page, following = keyset_page(
            Report.objects.of(person(request)).select_related("decision"),
            order=("-created_at", "-id"),
            limit=read_limit(request.query_params.get("limit")),
            cursor=request.query_params.get("cursor"),
        )
        return answer({"items": [report_json(row) for row in page]}, next=following)

    @extend_schema(
        operation_id="reports_create",
        request=NewReportBody,
        responses={201: ReportSerializer, 200: ReportSerializer},
    )
    def post(self, request: Request) -> Response:
        """Report something to the moderators; while nobody has decided, again is the same."""
        asked, by = checked(NewReportBody, request.data), person(request)
        subject = find(asked["subject_type"], asked["subject"], reader=by)
        if subject is None:
            raise Http404
        made, is_new = services.report(
            by=by,
            report_id=asked["id"],
            subject_type=asked["subject_type"],
            subject=subject,
            reason=asked["reason"],
            note=asked["note"],
        )
        return answer(report_json(made), status=201 if is_new else 200)


class ReportView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="reports_retrieve", responses=ReportSerializer)
    def get(self, request: Request, report_id: UUID) -> Response:
        """One of one's own reports."""
        own = Report.objects.of(person(request)).select_related("decision")
        return answer(report_json(get_object_or_404(own, pk=report_id)))


class DecisionsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="decisions_list", parameters=PAGED, responses=DecisionListSerializer
    )
    def get(self, request: Request) -> Response:
        """What moderators decided about the caller, newest first."""
        page, following = keyset_page(
            _told(request),
            order=("-at", "-id"),
            limit=read_limit(request.query_params.get("limit")),
            cursor=request.query_params.get("cursor"),
        )
        return answer({"items": [decision_json(row) for row in page]}, next=following)


class DecisionView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="decisions_retrieve", responses=DecisionSerializer)
    def get(self, request: Request, decision_id: UUID) -> Response:
        """One decision about the caller."""
        return answer(decision_json(get_object_or_404(_told(request), pk=decision_id)))


class ObjectionView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="decisions_object", request=ObjectionBody, responses=DecisionSerializer
    )
    def post(self, request: Request, decision_id: UUID) -> Response:
        """Object to a decision, once; suspended people may. Harmless twice."""
        row, by = get_object_or_404(_told(request), pk=decision_id), person(request)
        asked = checked(ObjectionBody, request.data)
        perform(request, lambda: services.object_to(decision=row, by=by, text=asked["text"]))
        return answer(decision_json(get_object_or_404(_told(request), pk=decision_id)))


def _told(request: Request) -> DecisionQuerySet:
    return Decision.objects.told_to(person(request)).select_related("objection")


ONE = "decisions/<uuid:decision_id>"
api_urls = [
    path("reports", ReportsView.as_view()),
    path("reports/<uuid:report_id>", ReportView.as_view()),
    path("decisions", DecisionsView.as_view()),
    path(ONE, DecisionView.as_view()),
    path(f"{ONE}/objection", ObjectionView.as_view()),
]

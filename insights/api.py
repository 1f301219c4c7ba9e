"""The summary over the API: public, nothing in it rests on fewer than k people."""

import hashlib
from typing import Any

from django.http import HttpResponseBase, HttpResponseNotModified
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.renderers import dumps
from core.errors import Invalid
from insights import asked
from insights.reads import figures, freshness, signals
from insights.shapes import SummarySerializer, aggregate_row, freshness_row, signal_row


class SummaryView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="summary",
        parameters=[
            OpenApiParameter("cell", str, description="A geohash of 4 to 6 characters."),
            OpenApiParameter("lat", float, description="With `lon`, instead of `cell`."),
            OpenApiParameter("lon", float),
            OpenApiParameter("window", int, enum=[7, 14, 30], description="Days; 7 by default."),
        ],
        responses=SummarySerializer,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """What was offered, asked for, promised and handed over around a place, and what that
        says. A place is answered for by its cell of precision 5, or of 4 where too few people
        stand behind that."""
        wanted = request.query_params.dict()
        days = asked.window_of(wanted)
        cells = _cells(wanted)
        cell, rows = figures.of_finest(cells, days)
        answer: dict[str, Any] = {
            "cell": cell,
            "window_days": days,
            "aggregates": [aggregate_row(row) for row in rows],
            "signals": [signal_row(each) for each in signals.around(cell, _language(request))],
        }
        tag = f'W/"{hashlib.sha256(dumps(answer)).hexdigest()[:32]}"'
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers={"ETag": tag})
        answer["freshness"] = freshness_row(freshness.freshness())
        return Response(answer, headers={"ETag": tag})


def _cells(wanted: dict[str, str]) -> list[str]:
    if cell := asked.cell_of(wanted):
        return [cell]
    point = asked.point_of(wanted)
    if point is None:
        raise Invalid(cell=_("Say where: a cell, or lat and lon."))
    return figures.cells_at(point)


def _language(request: Request) -> str:
    """The caller's own language, else the one the request asks for."""
    own = getattr(request.user, "language", "")
    return own or get_language() or "en"


api_urls = [path("summary", SummaryView.as_view(), name="summary")]

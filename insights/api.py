"""The figures over the API: public, nothing in them rests on fewer than k people."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from core import clock
from core.api.cursors import keyset_page, read_limit
from core.api.writes import perform
from core.errors import Invalid
from core.geo.cells import PRECISIONS, parent
from core.spreadsheets import CONTENT_TYPE, csv_lines
from insights import asked
from insights.answering import tag_of, tagged
from insights.areas import request_figures
from insights.models import Snapshot
from insights.permissions import may_be_generated
from insights.reads import figures, forecasts, freshness, signals
from insights.reads.figures import CellFigures
from insights.schemas import (
    AggregateSerializer,
    FiguresWishedSerializer,
    FiguresWishSerializer,
    ForecastsSerializer,
    HistorySerializer,
    SummarySerializer,
)
from insights.shapes import aggregate_row, forecast_row, freshness_row, signal_row, week_row

WHERE = [
    OpenApiParameter("cell", str, description="A geohash of 4 to 6 characters."),
    OpenApiParameter("lat", float, description="With `lon`, instead of `cell`."),
    OpenApiParameter("lon", float),
]
WINDOW = OpenApiParameter("window", int, enum=[7, 14, 30], description="Days; 7 by default.")
CSV_COLUMNS = ("cell", "window_days", *AggregateSerializer().fields)


class SummaryView(APIView):
    permission_classes = (AllowAny,)
    tagged = True

    @extend_schema(operation_id="summary", parameters=[*WHERE, WINDOW], responses=SummarySerializer)
    def get(self, request: Request) -> HttpResponseBase:
        """What was offered, asked for, promised and handed over around a place, and what that
        says. A place is answered for by its cell of precision 5, or of 4 where too few people
        stand behind that."""
        cell, days, rows = _figures(request.query_params.dict())
        found = signals.around(cell, language_of(request), generated=may_be_generated(request.user))
        data = {
            "cell": cell,
            "window_days": days,
            "aggregates": [aggregate_row(row) for row in rows],
            "signals": [signal_row(each) for each in found],
        }
        return tagged(request, data, apart={"freshness": freshness_row(freshness.freshness())})


class SummaryTableView(APIView):
    permission_classes = (AllowAny,)
    tagged = True

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # The answer is a file whatever is accepted; only errors are rendered.
        return self.get_renderers()[0], self.get_renderers()[0].media_type

    @extend_schema(
        operation_id="summary_csv",
        parameters=[*WHERE, WINDOW],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The same rows as a table for spreadsheets."""
        cell, days, rows = _figures(request.query_params.dict())
        told: list[Mapping[str, Any]] = [
            {"cell": cell, "window_days": days, **aggregate_row(row)} for row in rows
        ]
        tag = tag_of(told)
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers={"ETag": tag})
        name = f"foodcoord-{cell}-{days}-{clock.today().isoformat()}.csv"
        return HttpResponse(
            csv_lines(CSV_COLUMNS, told),
            content_type=CONTENT_TYPE,
            headers={"ETag": tag, "Content-Disposition": f'attachment; filename="{name}"'},
        )


class HistoryView(APIView):
    permission_classes = (AllowAny,)
    tagged = True

    @extend_schema(
        operation_id="history",
        parameters=[
            OpenApiParameter("cell", str, required=True, description="4 or 5 characters."),
            OpenApiParameter("category", str, description="A slug; all of them by default."),
            OpenApiParameter("limit", int, description="1 to 100; 30 by default."),
            OpenApiParameter("cursor", str, description="`meta.next` of the page before."),
        ],
        responses=HistorySerializer,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The weeks that everybody may read, newest first: those that no window of today reaches
        into. A week on which too few people stand is left out."""
        wanted = request.query_params.dict()
        weeks = Snapshot.objects.public(clock.today()).within([_cell(wanted)])
        if category := asked.slug_of(wanted):
            weeks = weeks.filter(category=category)
        page, following = keyset_page(
            weeks,
            order=["-as_of", "category"],
            limit=read_limit(wanted.get("limit")),
            cursor=wanted.get("cursor"),
        )
        return tagged(request, {"items": [week_row(each) for each in page]}, next=following)


class ForecastsView(APIView):
    permission_classes = (AllowAny,)
    tagged = True

    @extend_schema(
        operation_id="forecasts",
        parameters=[OpenApiParameter("cell", str, required=True, description=WHERE[0].description)],
        responses=ForecastsSerializer,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """What is likely in the coming days in the region of a cell, with how far off such
        forecasts usually are. Kinds of food that could not be told better than “as last week” are
        left out."""
        cell = parent(_cell(request.query_params.dict()), PRECISIONS[0])
        found = [forecast_row(each) for each in forecasts.of(cell)]
        return tagged(request, {"cell": cell, "items": found})


class FiguresWishView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="request_figures",
        request=FiguresWishSerializer,
        responses={202: FiguresWishedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Ask that the figures, signals and words around a cell be computed again: where they
        have run out, or are stale. One wish for a region in five minutes is enough."""
        by = person(request)
        wanted = checked(FiguresWishSerializer, request.data)
        wish = {"cell": wanted["cell"].lower(), "window_days": int(wanted["window"])}
        perform(request, lambda: request_figures(**wish, by=by))
        return Response(wish, status=202)


def language_of(request: Request) -> str:
    """The caller's own language, else the one the request asks for."""
    own = getattr(request.user, "language", "")
    return own or get_language() or "en"


def _figures(wanted: Mapping[str, str]) -> tuple[str, int, Sequence[CellFigures]]:
    days = asked.window_of(wanted)
    cell, rows = figures.of_finest(_cells(wanted), days)
    return cell, days, rows


def _cells(wanted: Mapping[str, str]) -> list[str]:
    if cell := asked.cell_of(wanted):
        return [cell]
    point = asked.point_of(wanted)
    if point is None:
        raise Invalid(cell=_("Say where: a cell, or lat and lon."))
    return figures.cells_at(point)


def _cell(wanted: Mapping[str, str]) -> str:
    cell = asked.cell_of(wanted)
    if not cell:
        raise Invalid(cell=_("Give a geohash of 4 to 6 characters."))
    return cell


api_urls = [
    path("summary", SummaryView.as_view(), name="summary"),
    path("summary.csv", SummaryTableView.as_view(), name="summary_csv"),
    path("history", HistoryView.as_view(), name="history"),
    path("insights/requests", FiguresWishView.as_view(), name="request_figures"),
    path("forecasts", ForecastsView.as_view(), name="forecasts"),
]

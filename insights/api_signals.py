"""Signals over the API: why something is said, how its text came about, and what one could do."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.urls import path
from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import person
from catalog.models import Category
from insights.answering import tagged
from insights.api import language_of
from insights.enums import SignalKind
from insights.pages import signal_cards
from insights.pages.facts import statistics
from insights.permissions import can_trace, may_be_generated
from insights.reads import signals
from insights.reads.guidance import suggestions_for
from insights.reads.trace import trace_of
from insights.schemas import GuidanceSerializer, SignalDetailSerializer, TraceSerializer
from insights.shapes import signal_row, suggestion_row, why_row
from insights.traces import trace_row


class SignalView(APIView):
    permission_classes = (AllowAny,)
    tagged = True

    @extend_schema(operation_id="signal", responses=SignalDetailSerializer)
    def get(self, request: Request, signal_id: UUID) -> HttpResponseBase:
        """A signal that holds, and why we say this. One that no longer holds is not there: too
        few people may stand behind it now."""
        language = language_of(request)
        generated = may_be_generated(request.user)
        explained = signals.one(signal_id, language, generated=generated)
        if explained is None:
            raise Http404
        signal, system = explained.signal, getattr(request.user, "units", "metric")
        category = Category.objects.filter(slug=signal.category).first()
        with translation.override(language):
            card = signal_cards.card(explained, category, system)
            behind = statistics(SignalKind(signal.kind), signal.numbers, system)
            why = why_row(card, behind)
        data = {**signal_row(explained), "computed_at": signal.computed_at, "why": why}
        return tagged(request, data)


class TraceView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="signal_trace", responses=TraceSerializer)
    def get(self, request: Request, signal_id: UUID) -> Response:
        """How each text of a signal came about, call by call. For operators; for everybody else
        there is nothing here."""
        signal = trace_of(signal_id) if can_trace(request.user) else None
        if signal is None:
            raise Http404
        return Response(trace_row(signal))


class GuidanceView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me_guidance", responses=GuidanceSerializer)
    def get(self, request: Request) -> Response:
        """What is short around your home, and what you could share or grow of it; suggestions,
        never duties."""
        user = person(request)
        found = suggestions_for(user, language_of(request))
        return Response(
            {
                "guidance": user.guidance,
                "home_cell": user.home_cell,
                "items": [suggestion_row(each) for each in found],
            }
        )


api_urls = [
    path("signals/<uuid:signal_id>", SignalView.as_view(), name="signal"),
    path("signals/<uuid:signal_id>/trace", TraceView.as_view(), name="signal_trace"),
    path("me/guidance", GuidanceView.as_view(), name="me_guidance"),
]

"""The hand-over code, and the address of one's calendar."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import person
from commitments import services
from commitments.addresses import feed_url, scan_url
from commitments.api.showing import visible
from commitments.codes import code_of
from commitments.permissions import can_see_code, side_of
from commitments.services.calendars import token_for
from commitments.shapes import CalendarSerializer, CodeSerializer
from core.api.renderers import answer
from core.api.writes import perform


class CodeView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="commitments_code", responses=CodeSerializer)
    def get(self, request: Request, commitment_id: UUID) -> Response:
        """The hand-over code of what one is to receive; anybody else gets 404."""
        commitment = visible(request, commitment_id)
        if not can_see_code(side_of(person(request), commitment), commitment):
            raise Http404
        return answer({"code": code_of(commitment), "url": scan_url(commitment)})


class CalendarView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(operation_id="me_calendar", responses=CalendarSerializer)
    def get(self, request: Request) -> Response:
        """The secret address at which calendar apps read one's exchanges."""
        return answer(_address(request))

    @extend_schema(operation_id="me_calendar_renew", request=None, responses=CalendarSerializer)
    def post(self, request: Request) -> Response:
        """Make the address, or another one: the old one leads nowhere from then on."""
        perform(request, lambda: services.renew_calendar(by=person(request)))
        return answer(_address(request))

    @extend_schema(
        operation_id="me_calendar_revoke", request=None, responses={200: CalendarSerializer}
    )
    def delete(self, request: Request) -> Response:
        """Have no address any more. Harmless twice."""
        perform(request, lambda: services.revoke_calendar(by=person(request)))
        return answer(_address(request))


def _address(request: Request) -> dict[str, Any]:
    token = token_for(person(request))
    return {"url": feed_url(token) if token else None}

"""`feeds/hand-overs.ics`: a caller's own hand-overs as a calendar. Not an open feed: hand-overs
are private, so it takes a token, and the CORS of people's endpoints."""

import hashlib

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.asking import person
from commitments.agenda import agenda
from partners.feeds import schemas
from partners.feeds.views import OpenFeed

CONTENT_TYPE = "text/calendar; charset=utf-8"


class HandOversView(APIView):
    permission_classes = (IsAuthenticated,)
    perform_content_negotiation = OpenFeed.perform_content_negotiation

    @extend_schema(operation_id="feeds_hand_overs", **schemas.CALENDAR)
    def get(self, request: Request) -> HttpResponseBase:
        """One's own hand-overs and those of one's organizations, 30 days back and all ahead; a
        program's are its organization's. An exact place is in it only where one may see it."""
        content = agenda(person(request)).encode()
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        response = get_conditional_response(request._request, etag=etag)
        if response is None:
            response = HttpResponse(content, content_type=CONTENT_TYPE)
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        return response

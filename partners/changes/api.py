"""`GET changes`: what has changed since, for programs and devices that keep a copy."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked
from core.api.described.refusals import ERROR
from core.api.renderers import answer
from core.changes.reading import horizon
from partners.changes.cursors import epoch_of, read_cursor
from partners.changes.feed import page_after
from partners.changes.kinds import KINDS

MOST, USUAL = 500, 100
GONE = OpenApiResponse(ERROR, "What you may see has changed as a whole: begin anew.")


class ChangesParameters(serializers.Serializer[Any]):
    since = serializers.CharField(
        required=False, allow_blank=True, help_text="`meta.next` of the page before."
    )
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=USUAL)


class ChangeSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=sorted(KINDS))
    id = serializers.UUIDField()
    op = serializers.ChoiceField(choices=["upsert", "delete"])
    data = serializers.DictField(  # type: ignore[assignment]
        allow_null=True, help_text="As a GET of it answers; null for `delete`."
    )


class ChangesSerializer(serializers.Serializer[Any]):
    items = ChangeSerializer(many=True)


class ChangesView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="changes_list",
        parameters=[ChangesParameters],
        responses={200: ChangesSerializer, 410: GONE},
    )
    def get(self, request: Request) -> Response:
        """Listings, requests, organizations and commitments as they are now, in the order in which
        they changed; `delete` for what you see no more. Without `since`, all that you may see.

        Apply the items in order and keep `meta.next`, which is always there. `meta.more` says to
        go on at once. 410 `RESYNC_REQUIRED`: what you may see has changed; begin anew.
        """
        asked = checked(ChangesParameters, request.query_params)
        now = horizon()
        epoch = epoch_of(request, now.server)
        cursor = read_cursor(asked.get("since"), now=now, epoch=epoch)
        page = page_after(request, cursor, limit=asked["limit"])
        return answer({"items": page.items}, next=page.cursor.written(), more=page.more)


api_urls = [path("changes", ChangesView.as_view(), name="changes")]

"""`me/activity`: what happened to one's account."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import PageParameters, checked, person
from accounts.enums import SecurityEventKind
from accounts.models import SecurityEvent
from core.api.cursors import keyset_page
from core.api.renderers import answer


class ActivitySerializer(serializers.Serializer[SecurityEvent]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=SecurityEventKind.choices)
    text = serializers.CharField(source="get_kind_display", help_text="In your language.")
    at = serializers.DateTimeField()
    device = serializers.CharField(help_text="Such as `Firefox on Android`; empty if unknown.")
    network = serializers.CharField(help_text="A part of the address; empty if unknown.")


class ActivityListSerializer(serializers.Serializer[Any]):
    items = ActivitySerializer(many=True)


class ActivityView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="me_activity", parameters=[PageParameters], responses=ActivityListSerializer
    )
    def get(self, request: Request) -> Response:
        """Sign-ins and changes of the last 90 days, newest first."""
        asked = checked(PageParameters, request.query_params)
        page, following = keyset_page(
            SecurityEvent.objects.filter(user=person(request)),
            order=("-at", "-id"),
            limit=asked["limit"],
            cursor=asked.get("cursor"),
        )
        return answer({"items": [ActivitySerializer(row).data for row in page]}, next=following)

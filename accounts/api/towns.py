"""`towns`: a place by its name, for those who have no coordinates at hand."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked
from core.api.renderers import answer
from core.geo import towns


class TownParameters(serializers.Serializer[Any]):
    q = serializers.CharField(
        max_length=100, help_text="How its name begins; a country or state after a comma."
    )


class TownSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Of GeoNames.")
    label = serializers.CharField(  # type: ignore[assignment]
        help_text="With its state and country."
    )
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    timezone = serializers.CharField()


class TownListSerializer(serializers.Serializer[Any]):
    items = TownSerializer(many=True)


class TownsView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="towns", parameters=[TownParameters], responses=TownListSerializer)
    def get(self, request: Request) -> Response:
        """At most eight towns of 15,000 people and more, the largest first."""
        asked = checked(TownParameters, request.query_params)
        return answer({"items": [_row(town) for town in towns.search(asked["q"])]})


def _row(town: towns.Town) -> dict[str, Any]:
    return {
        "id": town.id,
        "label": town.label,
        "lat": town.point.lat,
        "lon": town.point.lon,
        "timezone": town.timezone,
    }

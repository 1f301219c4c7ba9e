"""What an operation says once it is to go."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from pytest_django import Settings
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.deprecation import deprecated

SINCE, SUNSET = date(2027, 1, 1), date(2027, 7, 15)


class OldView(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(operation_id="old", responses={200: None})
    @deprecated(since=SINCE, sunset=SUNSET)
    def get(self, request: Request) -> Response:
        if "gone" in request.query_params:
            raise NotFound
        return Response({})

    @extend_schema(operation_id="kept", request=None, responses={200: None})
    def post(self, request: Request) -> Response:
        return Response({})


api = [path("old", OldView.as_view())]
urlpatterns = [path("api/v1/", include(api))]


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "?gone=1"])
def test_each_answer_says_since_when_and_until_when(asked: str) -> None:
    answer = Client().get(f"/api/v1/old{asked}")
    assert answer.status_code == (404 if asked else 200)
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Thu, 15 Jul 2027 00:00:00 GMT"
    assert answer["Link"] == '</about/developers/#changes>; rel="deprecation"; type="text/html"'


@pytest.mark.django_db
def test_other_methods_say_nothing() -> None:
    answer = Client().post("/api/v1/old")
    assert (answer.status_code, answer.has_header("Deprecation")) == (200, False)


def test_description_marks_it() -> None:
    found: dict[str, Any] = SchemaGenerator(patterns=urlpatterns).get_schema(public=True)
    operations = found["paths"]["/api/v1/old"]
    assert operations["get"]["deprecated"] is True
    assert "deprecated" not in operations["post"]


def test_half_a_year_is_the_least() -> None:
    with pytest.raises(ValueError, match="less than six months"):
        deprecated(since=date(2027, 1, 1), sunset=date(2027, 6, 30))

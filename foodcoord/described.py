"""The description of API v1 as it is served: the file that was reviewed, not one made for each."""

from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.views.decorators.http import condition
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

FILE = settings.BASE_DIR / "docs/openapi.json"


@cache
def _described() -> tuple[bytes, str]:
    content = FILE.read_bytes()
    return content, quote_etag(sha256(content).hexdigest()[:32])


def _etag(_request: HttpRequest) -> str:
    return _described()[1]


@method_decorator(condition(etag_func=_etag), name="dispatch")
class DescriptionView(SpectacularAPIView):
    """`docs/openapi.json`, which `write_openapi --check` holds to what the code says: to make it
    anew takes half a second of a processor, which nobody should be able to ask for."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(_described()[0], content_type="application/json")

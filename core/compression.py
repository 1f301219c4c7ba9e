"""Answers are packed for the wire, save what must arrive byte by byte, or at once, or is packed."""

import re

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

NOT_MODIFIED = 304
PACKS_WELL = re.compile(
    r"text/(?!event-stream)|application/([\w.-]+\+)?(json|xml|yaml)|application/javascript"
    r"|application/(x-)?ndjson|application/(\w+\.)*oai\.openapi|image/svg\+xml"
)


class CompressionMiddleware(GZipMiddleware):
    """gzip, with as many random bytes in each answer as Django thinks good against guessing.

    An answer with a strong `ETag` is left alone: the tag names its bytes, packing would make it
    weak, and a weak one is no `If-Match` (`core.api.versions`). docs/decisions/compression.md.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == NOT_MODIFIED:
            patch_vary_headers(response, ["Accept-Encoding"])  # as the answer it stands for
            return response
        if not PACKS_WELL.match(response.headers.get("Content-Type", "")):
            return response
        if response.headers.get("ETag", "").startswith('"'):
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed

"""Open feeds do not know who reads them."""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from core.http import GetResponse
from partners.feeds.addresses import OPEN

OPEN_FEED = re.compile(OPEN)
TELLING = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
A_DAY_SECONDS = "86400"
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After, X-Correlation-Id",
    "Vary": "Accept-Language",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "accept, accept-language, if-modified-since, if-none-match",
    "Access-Control-Max-Age": A_DAY_SECONDS,
}


class OpenFeedsMiddleware:
    """Takes cookies and tokens from a request for an open feed before anything looks at them, and
    lets every web origin read the answer, without credentials.

    So the same bytes are for everybody who speaks the same language, shared caches may keep them,
    and nothing is set. It stands outside of the CORS of the rest of the API.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not OPEN_FEED.match(request.path_info):
            return self.get_response(request)
        for name in TELLING:
            request.META.pop(name, None)
        vars(request).pop("headers", None)  # made of META, and kept, at the first look
        asks_first = "Access-Control-Request-Method" in request.headers
        response: HttpResponseBase
        if request.method == "OPTIONS" and asks_first:
            response = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            response = self.get_response(request)
        for name, value in SHARED.items():
            response[name] = value
        return response

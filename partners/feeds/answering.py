"""Answers that any cache may keep: named by what is in them, not built again for who has them."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, urlencode
from django.utils.translation import get_language
from rest_framework.request import Request

from core import clock
from core.api.renderers import dumps

FORMAT = 1  # count up when what is told of the same rows changes
MAX_AGE_SECONDS = 300


def tell(
    request: Request,
    *,
    tag: Any,
    newest: datetime | None,
    content_type: str,
    build: Callable[[], bytes],
    links: Mapping[str, str],
) -> HttpResponseBase:
    """The answer, or 304 without building it.

    Args:
        tag: what names the content: ids and versions of its rows.
        newest: when the last of these rows was changed.
        build: makes the body.
        links: relation → address, for the `Link` header (RFC 8288).
    """
    headers = {
        "ETag": tag_of(request, tag),
        "Last-Modified": http_date(last_modified(newest)),
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
    }
    if links:
        headers["Link"] = ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items())
    response = get_conditional_response(
        request._request, etag=headers["ETag"], last_modified=last_modified(newest)
    )
    if response is None:
        response = HttpResponse(build(), content_type=content_type)
    for name, value in headers.items():
        response[name] = value
    return response


def last_modified(newest: datetime | None) -> int:
    """Seconds since 1970: the newest change, or when the current five minutes began.

    What is over leaves a feed without any change, so the newest change alone would hold a reader
    who asks by date only to what is gone; by this it learns so as soon as a cache may be stale.
    """
    now = int(clock.now().timestamp())
    return max(now - now % MAX_AGE_SECONDS, int(newest.timestamp()) if newest else 0)


def tag_of(request: Request, tag: Any) -> str:
    """A weak ETag: of the rows, the question and the language."""
    whole = [FORMAT, request.path, sorted(request.query_params.items()), get_language(), tag]
    return f'W/"{hashlib.sha256(dumps(whole)).hexdigest()[:32]}"'


def address(path: str, **parameters: Any) -> str:
    """A whole address on this site; what is None or empty is left out."""
    said = {name: value for name, value in parameters.items() if value not in (None, "")}
    query = f"?{urlencode(said)}" if said else ""
    return f"{settings.SITE_URL}{path}{query}"

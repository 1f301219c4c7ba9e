"""Public answers that a client may keep: named by what is in them, and not sent again unchanged."""

import hashlib
from typing import Any

from django.http import HttpResponseBase, HttpResponseNotModified
from rest_framework.request import Request

from core.api.renderers import answer, dumps


def tagged(
    request: Request, data: dict[str, Any], *, apart: dict[str, Any] | None = None, **meta: Any
) -> HttpResponseBase:
    """The answer with a weak ETag, or 304 where the client has it already.

    Args:
        data: what the tag names.
        apart: what is answered as well but changes by itself, such as how fresh the rest is.
        meta: beside the answer, such as `next` of a list.
    """
    tag = tag_of(data)
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag})
    response = answer({**data, **(apart or {})}, **meta)
    response["ETag"] = tag
    return response


def tag_of(data: Any) -> str:
    return f'W/"{hashlib.sha256(dumps(data)).hexdigest()[:32]}"'

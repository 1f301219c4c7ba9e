from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.utils import timezone
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response


class EnvelopeJSONRenderer(BaseRenderer):
    """Every success as `{"data": …, "meta": {"timestamp": …}}`; errors come shaped already."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        response = (renderer_context or {}).get("response")
        if response is None or response.exception:
            return dumps(data)
        if response.status_code == 204:
            return b""
        meta = {"timestamp": timezone.now(), **getattr(response, "meta", {})}
        return dumps({"data": data, "meta": meta})


def dumps(data: Any) -> bytes:
    """JSON with times in UTC (`…Z`), decimals as strings."""
    return orjson.dumps(data, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, (Decimal, Promise)):
        return str(value)
    raise TypeError(f"{type(value)} has no JSON form")


def answer(data: Any, *, status: int = 200, **meta: Any) -> Response:
    """A response whose `meta` says more than the time, such as `next` of a list."""
    response = Response(data, status=status)
    response.meta = meta  # type: ignore[attr-defined]
    return response

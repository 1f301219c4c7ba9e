"""Operations that will go: what they say of it, in each answer and in the description."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import http_date

Handler = TypeVar("Handler", bound=Callable[..., Any])
GetResponse = Callable[[HttpRequest], HttpResponseBase]
SHORTEST = timedelta(days=183)
POLICY = "/about/developers/#changes"


@dataclass(frozen=True)
class Deprecation:
    """Since when an operation should not be used, and from which day on it is gone (UTC)."""

    since: date
    sunset: date

    def headers(self) -> dict[str, str]:
        """`Deprecation` (RFC 9745: a date in seconds), `Sunset` (RFC 8594: an HTTP date), and
        where the policy is."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.sunset)),
            "Link": f'<{POLICY}>; rel="deprecation"; type="text/html"',
        }


def deprecated(*, since: date, sunset: date) -> Callable[[Handler], Handler]:
    """Mark a view's method, such as `get`.

    Args:
        since: the day of its announcement in docs/api-changelog.md.
        sunset: the first day without it, at least six months later.

    Raises:
        ValueError: that is too soon.
    """
    if sunset - since < SHORTEST:
        raise ValueError(f"{sunset} is less than six months after {since}")

    def mark(handler: Handler) -> Handler:
        handler.deprecation = Deprecation(since, sunset)  # type: ignore[attr-defined]
        return handler

    return mark


def deprecation_of(view: Any, method: str | None) -> Deprecation | None:
    """Of a view's class or instance, for an HTTP method."""
    handler = getattr(view, (method or "").lower(), None)
    found: Deprecation | None = getattr(handler, "deprecation", None)
    return found


class DeprecationMiddleware:
    """Every answer of a deprecated operation says so, refusals too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        view = getattr(match.func, "cls", None) if match else None
        if found := deprecation_of(view, request.method):
            for name, value in found.headers().items():
                response.headers.setdefault(name, value)
        return response


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())

"""Each request in the person's own language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts.validators import timezone_names

TIMEZONE_COOKIE = "tz"
API_PREFIX = "/api/"


class PreferencesMiddleware:
    """Language: the person's, else the cookie, else `Accept-Language`. Time zone: the person's,
    else the `tz` cookie that the page's script sets, else UTC. The API tells times in UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with (
            translation.override(language),
            timezone.override(ZoneInfo(chosen_timezone(request))),
        ):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            spoken = translation.get_language()  # a bearer's own, in the API
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", spoken)
        return response


def chosen_language(request: HttpRequest) -> str:
    if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
        return request.user.language
    return translation.get_language_from_request(request)


def chosen_timezone(request: HttpRequest) -> str:
    if request.path.startswith(API_PREFIX):
        return "UTC"
    if request.user.is_authenticated:
        return request.user.timezone
    return browser_timezone(request)


def browser_timezone(request: HttpRequest) -> str:
    """The zone the browser told by cookie, `UTC` when it told none that exists."""
    zone = request.COOKIES.get(TIMEZONE_COOKIE, "").replace("%2F", "/")
    return zone if zone in timezone_names() else "UTC"

"""Each request in the person's own language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts.validators import timezone_names
from core import clock

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
DAY_SECONDS, HOUR_SECONDS = 24 * 3600, 3600
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


class SessionLimitsMiddleware:
    """Ends sign-ins that are too old, or that nobody has used for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if has_ended(request.session):
                logout(request)
            else:
                note_use(request.session)
        return self.get_response(request)


def begin(session: SessionBase) -> None:
    """Somebody has signed in just now."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = _seconds()


def has_ended(session: SessionBase) -> bool:
    """Whether the sign-in is older than `SESSION_MAX_DAYS`, or idle for `SESSION_IDLE_DAYS`."""
    now = _seconds()
    began, seen = session.get(SIGNED_IN_AT, now), session.get(SEEN_AT, now)
    return bool(
        now - began >= settings.SESSION_MAX_DAYS * DAY_SECONDS
        or now - seen >= settings.SESSION_IDLE_DAYS * DAY_SECONDS
    )


def signed_in_for(session: SessionBase) -> int:
    """Seconds since the person signed in; very many where that is not known."""
    return _seconds() - int(session.get(SIGNED_IN_AT, 0))


def note_use(session: SessionBase) -> None:
    """Once an hour at most, so that reading pages seldom writes."""
    now = _seconds()
    if now - session.get(SEEN_AT, 0) >= HOUR_SECONDS:
        session.setdefault(SIGNED_IN_AT, now)
        session[SEEN_AT] = now


def _seconds() -> int:
    return int(clock.now().timestamp())

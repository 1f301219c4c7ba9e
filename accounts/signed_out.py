"""A sign-in that has ended while a page was open, or while somebody wrote on it."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

SAFE = ("GET", "HEAD", "OPTIONS")
PART_OF_A_PAGE = "HX-Request"


class SignedOutMiddleware:
    """What asks to sign in does so where the person is.

    A part of a page (htmx) gets 401 instead of the page for signing in: the page says it in words.
    After a form, the way leads back to the page on which it stood, which fills it in again
    (`static/js/kept.js`), and not to an address that may take nothing but forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not asks_to_sign_in(response):
            return response
        if request.headers.get(PART_OF_A_PAGE):
            return HttpResponse(status=401)
        if request.method not in SAFE and (page := page_of_form(request)):
            return redirect_to_login(page)
        return response


def asks_to_sign_in(response: HttpResponse) -> bool:
    """Whether an answer leads to the sign-in page, and from there to where one was."""
    to = urlsplit(response.headers.get("Location", ""))
    is_sign_in = response.status_code == 302 and to.path == resolve_url(settings.LOGIN_URL)
    return is_sign_in and REDIRECT_FIELD_NAME in parse_qs(to.query)


def page_of_form(request: HttpRequest) -> str:
    """The page of ours from which a form came, without its host; empty where that is not known."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure()):
        return ""
    came_from = urlsplit(said)
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path

"""Forms that were filled in offline and are sent by a script, later and perhaps with nobody there.

A page would say with words to look at what came of it, and would say it only once. To a script that
sends `X-Outbox: 1`, a redirect is told as JSON: where it leads, what was said, and by its status
whether it was done (200), refused (409) or asks for signing in (401). What shows the form again
stays as it is: its errors are read from the page. What somebody else wrote who was signed in
here before (`X-Outbox-Account`) is not this person's: it is answered as if nobody were signed in.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import resolve_url

from foodcoord.pwa.keeping import account_tag

HEADER = "X-Outbox"
WRITER = "X-Outbox-Account"


class OutboxMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get(WRITER, "") not in ("", account_tag(request)):
            return _answered(401, url="", said=[])
        response = self.get_response(request)
        if HEADER not in request.headers or not isinstance(response, HttpResponseRedirectBase):
            return response
        return told(request, response)


def told(request: HttpRequest, response: HttpResponseRedirectBase) -> JsonResponse:
    """What a redirect means."""
    said = list(messages.get_messages(request))
    status = 409 if any(message.level >= messages.ERROR for message in said) else 200
    if response.url.startswith(resolve_url(settings.LOGIN_URL)):
        status = 401
    return _answered(status, url=response.url, said=[str(message) for message in said])


def _answered(status: int, *, url: str, said: list[str]) -> JsonResponse:
    answer = JsonResponse({"url": url, "said": said}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer

"""The addresses of the process for live updates; all others are the web's."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from conversations import live
from core.http import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("live/conversations/<uuid:conversation_id>", live.conversation, name="live-conversation"),
    path("live/me", live.me, name="live-me"),
]


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 without a page: nobody reads one here."""
    return HttpResponse(status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 without a page."""
    return HttpResponse(status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without a page; the log has what broke."""
    return HttpResponse(status=500)


handler400 = refused
handler404 = not_found
handler500 = server_error

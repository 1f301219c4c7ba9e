"""The addresses of the process for live updates; all others are the web's."""

from django.urls import path

from conversations import live
from core.http import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("live/conversations/<uuid:conversation_id>", live.conversation, name="live-conversation"),
    path("live/me", live.me, name="live-me"),
]

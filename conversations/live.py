"""`/live/…`: what is new in a conversation, or for a person, as it happens.

Each stream asks again who its reader is, and whether they may read, at every hint and heartbeat:
it ends within that time for who signed out, was removed, or does not act for an organization now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from accounts.authentication import BearerAuthentication
from accounts.models import User
from conversations.models import Conversation, Message, Participant
from conversations.permissions import seat_of
from core.live.hub import RESYNC
from core.live.streams import Event, stream
from core.live.threads import in_thread
from posts.querysets import organizations_acted_for

MOST_MISSED = 200
UNREAD = "unread"


@require_safe
async def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """What happens in one conversation: `message` with its id, `read`, `changed`, `resync`.

    A reader says from where: `Last-Event-ID`, or `?after=` the newest message it shows.
    """
    source = ConversationSource(request, conversation_id)
    refusal = await in_thread(source.refusal)
    if refusal:
        return HttpResponse(status=refusal)
    return await stream(source, await in_thread(source.begin))


@require_safe
async def me(request: HttpRequest) -> HttpResponseBase:
    """What happens for the person: `unread` with how many conversations wait to be read."""
    source = PersonSource(request)
    if not await in_thread(source.topics):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return await stream(source, [UNREAD])


class ConversationSource:
    """One conversation, for one reader; remembers up to which message it has told."""

    def __init__(self, request: HttpRequest, conversation_id: UUID) -> None:
        self.request = request
        self.conversation_id = conversation_id
        self.told: datetime | None = None

    def refusal(self) -> int:
        """The HTTP status for who may not read; 0 for who may."""
        reader = reader_of(self.request)
        if reader is None:
            return HTTPStatus.UNAUTHORIZED
        return 0 if seat_of(reader, self.conversation_id) else HTTPStatus.NOT_FOUND

    def begin(self) -> list[str]:
        """Find where the reader is; the hints to begin with."""
        came_back = self.request.headers.get("Last-Event-ID", "")
        shown = came_back or self.request.GET.get("after")
        start = Conversation.objects.values_list("created_at", flat=True)
        if shown == "":  # a page that shows no message yet
            self.told = start.get(pk=self.conversation_id)
            return []
        self.told = self._moment_of(shown or "")
        if self.told is None:
            newest = Conversation.objects.values_list("last_message_at", flat=True)
            self.told = newest.get(pk=self.conversation_id)
            return [RESYNC]
        return [RESYNC] if came_back else []

    def topics(self) -> list[str]:
        return [f"conversation:{self.conversation_id}"]

    def news(self, hints: Sequence[str]) -> list[Event] | None:
        """Messages since the last time, whatever the hints; then what else the hints say."""
        if self.refusal():
            return None
        rows = Message.objects.filter(conversation=self.conversation_id, created_at__gt=self.told)
        missed = list(rows.order_by("created_at").values_list("pk", "created_at")[:MOST_MISSED])
        if missed:
            self.told = missed[-1][1]
        names = [hint for hint in hints if hint != "message"]
        said = [Event("message", {"id": str(pk)}, str(pk)) for pk, _ in missed]
        return [*said, *(Event(name) for name in names)]

    def _moment_of(self, message_id: str) -> datetime | None:
        try:
            wanted = UUID(message_id)
        except ValueError:
            return None
        found = Message.objects.filter(conversation=self.conversation_id, pk=wanted)
        return found.values_list("created_at", flat=True).first()


class PersonSource:
    """What concerns one person, and the organizations they act for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.heard: list[str] = []

    def topics(self) -> list[str]:
        self.heard = _topics_of(reader_of(self.request))
        return self.heard

    def news(self, hints: Sequence[str]) -> list[Event] | None:
        """Each hint by its name. Ends when the reader acts for others than at first."""
        reader = reader_of(self.request)
        if reader is None or _topics_of(reader) != self.heard:
            return None
        names = dict.fromkeys(UNREAD if hint == RESYNC else hint for hint in hints)
        return [Event(name, self._data(name, reader)) for name in names]

    def _data(self, name: str, reader: User) -> dict[str, object]:
        return {"unread": Participant.objects.of(reader).unread().count()} if name == UNREAD else {}


def reader_of(request: HttpRequest) -> User | None:
    """Who reads: by the bearer's token if one is sent, else by the session's cookie. Asked anew,
    it says whether the session, the token and the person are still good."""
    if "Authorization" in request.headers:
        try:
            found = BearerAuthentication().authenticate(Request(request))
        except APIException:
            return None
        user = found[0] if found else None
    else:
        sessions = import_module(settings.SESSION_ENGINE)
        request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def _topics_of(reader: User | None) -> list[str]:
    if reader is None:
        return []
    acted_for = organizations_acted_for(reader).order_by("pseudonym")
    own = [f"organization:{one}" for one in acted_for.values_list("pseudonym", flat=True)]
    return [f"person:{reader.pseudonym}", *own]

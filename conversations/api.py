"""`conversations`: messages over the API, for those who take part."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.asking import checked, person
from conversations import reads, services
from conversations.models import Conversation, Message
from conversations.permissions import Seat
from conversations.shapes import (
    AskBody,
    ConversationListSerializer,
    MessageListSerializer,
    MessageSerializer,
    MuteBody,
    NewMessageBody,
    PageParameters,
    ReadBody,
    WritableConversationSerializer,
    message_as_json,
    summary_as_json,
    writable_as_json,
)
from core.api.cursors import read_limit
from core.api.renderers import answer
from core.api.writes import perform


class ConversationsView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="conversations_list",
        parameters=[PageParameters],
        responses=ConversationListSerializer,
    )
    def get(self, request: Request) -> Response:
        """One's own conversations in which something was said or asked, newest first."""
        asked = checked(PageParameters, request.query_params)
        found, following = reads.page_of_conversations(
            person(request),
            limit=read_limit(request.query_params.get("limit")),
            cursor=asked.get("cursor"),
        )
        return answer({"items": [summary_as_json(one) for one in found]}, next=following)

    @extend_schema(
        request=AskBody,
        responses={201: WritableConversationSerializer, 200: WritableConversationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Ask the other side of an exchange to keep in touch; where they asked first, agree."""
        asked = checked(AskBody, request.data)
        seat = _seat(request, asked["conversation"])
        opened, is_new = services.ask(
            by=person(request), conversation_id=asked["id"], origin=seat.conversation
        )
        return _answered(request, opened.pk, status=201 if is_new else 200)


class ConversationView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=WritableConversationSerializer)
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """One conversation, for those who take part; anybody else gets 404."""
        return _answered(request, conversation_id)


class MessagesView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="conversations_messages_list",
        parameters=[PageParameters],
        responses=MessageListSerializer,
    )
    def get(self, request: Request, conversation_id: UUID) -> Response:
        """What was said, newest first."""
        asked = checked(PageParameters, request.query_params)
        seat = _seat(request, conversation_id)
        limit = read_limit(request.query_params.get("limit"))
        page, older = reads.page_of_messages(seat, limit=limit, cursor=asked.get("cursor"))
        return answer({"items": [message_as_json(one, seat) for one in page]}, next=older)

    @extend_schema(
        request=NewMessageBody, responses={201: MessageSerializer, 200: MessageSerializer}
    )
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Say something; the same id with the same content says it once."""
        asked = checked(NewMessageBody, request.data)
        seat = _seat(request, conversation_id)
        message, is_new = services.send(
            by=person(request),
            conversation=seat.conversation,
            message_id=asked["id"],
            text=asked["text"],
            phrase=asked["phrase"],
        )
        message = Message.objects.with_author().get(pk=message.pk)
        shown = message_as_json(message, _seat(request, conversation_id))
        return answer(shown, status=201 if is_new else 200)


class ReadView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=ReadBody, responses={204: OpenApiTypes.NONE})
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Have read everything up to a message. Harmless twice, and never goes back."""
        asked = checked(ReadBody, request.data)
        conversation = _seat(request, conversation_id).conversation
        message = get_object_or_404(Message, conversation=conversation, pk=asked["message"])
        by = person(request)
        perform(
            request,
            lambda: services.mark_read(by=by, conversation=conversation, message=message),
        )
        return Response(status=204)


class MuteView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=MuteBody, responses=WritableConversationSerializer)
    def post(self, request: Request, conversation_id: UUID) -> Response:
        """Be told of its messages no more, or again. Harmless twice."""
        asked = checked(MuteBody, request.data)
        conversation, by = _seat(request, conversation_id).conversation, person(request)
        perform(request, lambda: services.mute(by=by, conversation=conversation, **asked))
        return _answered(request, conversation_id)


class VerbView(APIView):
    """A verb without a body. Harmless twice."""

    permission_classes = (IsAuthenticated,)
    verb: ClassVar[Callable[..., Conversation]]

    @extend_schema(request=None, responses=WritableConversationSerializer)
    def post(self, request: Request, conversation_id: UUID) -> Response:
        conversation, by = _seat(request, conversation_id).conversation, person(request)
        perform(request, lambda: type(self).verb(by=by, conversation=conversation))
        return _answered(request, conversation_id)


class AgreeView(VerbView):
    """Say yes to keeping in touch. Harmless twice."""

    verb = staticmethod(services.agree)


class LeaveView(VerbView):
    """End keeping in touch, take back what one asked, or say no. Harmless twice."""

    verb = staticmethod(services.leave)


def _seat(request: Request, conversation_id: UUID) -> Seat:
    return reads.seat_or_404(person(request), conversation_id)


def _answered(request: Request, conversation_id: UUID, *, status: int = 200) -> Response:
    seat = _seat(request, conversation_id)
    return answer(writable_as_json(seat, person(request)), status=status)


ONE = "conversations/<uuid:conversation_id>"
api_urls = [
    path("conversations", ConversationsView.as_view()),
    path(ONE, ConversationView.as_view()),
    path(f"{ONE}/messages", MessagesView.as_view()),
    path(f"{ONE}/read", ReadView.as_view()),
    path(f"{ONE}/mute", MuteView.as_view()),
    path(f"{ONE}/agree", AgreeView.as_view()),
    path(f"{ONE}/leave", LeaveView.as_view()),
]

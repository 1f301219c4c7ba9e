"""What conversations look like on the wire."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from rest_framework import serializers

from accounts.models import User
from conversations import presenters
from conversations.enums import ConversationKind, Phrase
from conversations.models import MAX_TEXT, Message
from conversations.permissions import Seat, reason_against
from conversations.reads import Summary
from posts.shapes import MomentField


class NewMessageBody(serializers.Serializer[Any]):
    """A text, or the slug of a quick phrase."""

    id = serializers.UUIDField()
    text = serializers.CharField(max_length=MAX_TEXT, allow_blank=True, default="")
    phrase = serializers.ChoiceField(choices=Phrase.choices, allow_blank=True, default="")


class ReadBody(serializers.Serializer[Any]):
    message = serializers.UUIDField(help_text="The newest that was seen.")


class AskBody(serializers.Serializer[Any]):
    """Ask the other side of an exchange to keep in touch."""

    id = serializers.UUIDField(help_text="Of the new conversation.")
    conversation = serializers.UUIDField(help_text="That of the exchange: the commitment's id.")


class MuteBody(serializers.Serializer[Any]):
    muted = serializers.BooleanField()


class PageParameters(serializers.Serializer[Any]):
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100)
    cursor = serializers.CharField(required=False)


class SpeakerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    organization = serializers.BooleanField()


class MessageSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    mine = serializers.BooleanField()
    author = SpeakerSerializer()
    text = serializers.CharField(help_text="A quick phrase comes in the caller's own language.")
    phrase = serializers.CharField(allow_null=True)
    hidden = serializers.BooleanField(help_text="Removed by a moderator; the text is empty.")
    seen = serializers.BooleanField(help_text="Read by the other side.")
    created_at = MomentField()


class MessageListSerializer(serializers.Serializer[Any]):
    items = MessageSerializer(many=True)


class ConversationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ConversationKind.choices)
    other = SpeakerSerializer()
    agreed = serializers.BooleanField(help_text="By both; always so of an exchange.")
    asks_me = serializers.BooleanField()
    closed = serializers.BooleanField()
    muted = serializers.BooleanField()
    created_at = MomentField()
    last_message_at = MomentField()


class ListedConversationSerializer(ConversationSerializer):
    unread = serializers.IntegerField()


class ConversationListSerializer(serializers.Serializer[Any]):
    items = ListedConversationSerializer(many=True)


class WritableConversationSerializer(ConversationSerializer):
    can_write = serializers.BooleanField()


def message_as_json(message: Message, seat: Seat) -> dict[str, Any]:
    """One message, for who sits there."""
    words, _note = presenters.shown_words(message)
    hidden = message.hidden_at is not None
    return {
        "id": message.pk,
        "mine": message.sender_id in {one.pk for one in seat.mine},
        "author": {
            "name": presenters.who_said(message),
            "organization": message.sender.organization_id is not None,
        },
        "text": words,
        "phrase": None if hidden else message.phrase or None,
        "hidden": hidden,
        "seen": _is_seen(message, seat),
        "created_at": message.created_at,
    }


def conversation_as_json(seat: Seat) -> dict[str, Any]:
    """One conversation, for who sits there."""
    conversation, mine = seat.conversation, seat.mine[0]
    of_exchange = conversation.kind == ConversationKind.COMMITMENT
    other = (seat.others or seat.mine)[0]
    return {
        "id": conversation.pk,
        "kind": conversation.kind,
        "other": {"name": other.name, "organization": other.organization_id is not None},
        "agreed": of_exchange or all(one.agreed_at for one in seat.everyone),
        "asks_me": not of_exchange and not mine.agreed_at and conversation.closed_at is None,
        "closed": conversation.closed_at is not None,
        "muted": mine.muted,
        "created_at": conversation.created_at,
        "last_message_at": conversation.last_message_at,
    }


def summary_as_json(summary: Summary) -> dict[str, Any]:
    """A line of the list."""
    everyone = summary.conversation.participants.all()
    own: Collection[UUID | int] = {one.pk for one in summary.own}
    others = [one for one in everyone if one.pk not in own]
    seat = Seat(summary.conversation, summary.own, others)
    return {**conversation_as_json(seat), "unread": summary.unread}


def writable_as_json(seat: Seat, user: User) -> dict[str, Any]:
    can_write = not user.is_suspended and not reason_against(user, seat)
    return {**conversation_as_json(seat), "can_write": can_write}


def _is_seen(message: Message, seat: Seat) -> bool:
    reads = [one.last_read_at for one in seat.everyone if one.pk != message.sender_id]
    return bool(reads) and all(at is not None and at >= message.created_at for at in reads)

"""What Gina and Tom have to say to each other."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Organization, User
from conversations import services
from conversations.enums import ConversationKind
from conversations.models import Conversation, Message
from core.events.models import DomainEvent
from tests.factories import make_organization

Says = Callable[..., Message]


def open_between(
    *parties: User, organization: Organization | None = None, **values: Any
) -> Conversation:
    """Of an exchange; the last party speaks for the organization, if one is given."""
    *others, last = parties
    opened = services.open_conversation(
        conversation_id=uuid4(),
        kind=ConversationKind.COMMITMENT,
        parties=[*((one, None) for one in others), (last, organization)],
    )
    return Conversation.objects.get(pk=opened.pk)


@pytest.fixture
def talk(giver: User, taker: User) -> Conversation:
    """Of an exchange between Gina and Tom."""
    return open_between(giver, taker)


@pytest.fixture
def pantry(taker: User) -> Organization:
    """Owned by Tom."""
    return make_organization(by=taker, name="Quay Pantry")


@pytest.fixture
def pantry_talk(giver: User, taker: User, pantry: Organization) -> Conversation:
    """Between Gina and the pantry that Tom acts for."""
    return open_between(giver, taker, organization=pantry)


@pytest.fixture
def says() -> Says:
    def say(by: User, conversation: Conversation, text: str = "", **values: Any) -> Message:
        values.setdefault("message_id", uuid4())
        return services.send(by=by, conversation=conversation, text=text, **values)[0]

    return say


@pytest.fixture
def last_event() -> Callable[[str], DomainEvent]:
    def found(event_type: str) -> DomainEvent:
        event = DomainEvent.objects.filter(type=event_type).order_by("id").last()
        assert event is not None
        return event

    return found

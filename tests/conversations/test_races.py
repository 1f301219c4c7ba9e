"""The same message sent by many hands at once, and many messages at one moment."""

from uuid import UUID, uuid4

import pytest

from accounts.models import User
from conversations import services
from conversations.models import Conversation, Message
from core.events.models import DomainEvent
from tests.conversations.conftest import open_between
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_sent_again_and_again_at_once_it_is_said_once(giver: User, taker: User) -> None:
    talk, message_id = open_between(giver, taker), uuid4()

    def send(number: int) -> UUID:
        return services.send(by=giver, conversation=talk, message_id=message_id, text="Hello")[0].pk

    assert all_at_once(8, send) == [message_id] * 8
    assert Message.objects.count() == DomainEvent.objects.filter(type="message.sent").count() == 1


def test_many_at_once_have_one_order(giver: User, taker: User) -> None:
    talk = open_between(giver, taker)

    def send(number: int) -> object:
        by = (giver, taker)[number % 2]
        return services.send(by=by, conversation=talk, message_id=uuid4(), text=str(number))[1]

    assert all_at_once(10, send) == [True] * 10
    times = list(Message.objects.order_by("created_at").values_list("created_at", flat=True))
    assert len(set(times)) == 10
    assert Conversation.objects.get().last_message_at == times[-1]


def test_both_ask_at_once_and_have_one_conversation(giver: User, taker: User) -> None:
    talk = open_between(giver, taker)

    def ask(number: int) -> UUID:
        by = (giver, taker)[number % 2]
        return services.ask(by=by, conversation_id=uuid4(), origin=talk)[0].pk

    assert len(set(all_at_once(6, ask))) == 1
    kept = Conversation.objects.get(kind="people")
    assert [one.agreed_at is not None for one in kept.participants.all()] == [True, True]

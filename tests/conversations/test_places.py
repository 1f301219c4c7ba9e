"""The system never writes an exact place into a conversation, agreed or not."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments import services as commitments
from conversations.enums import Phrase
from conversations.models import Conversation, Message
from core.events.models import DomainEvent
from tests.conversations.conftest import Says
from tests.factories import LYON, make_commitment, make_listing

pytestmark = pytest.mark.django_db


def test_exact_place_is_in_no_phrase_no_page_and_no_event(
    giver: User, taker: User, says: Says
) -> None:
    proposed = make_commitment(by=taker, listing=make_listing(by=giver, place=LYON))
    accepted = commitments.accept(commitment=proposed, by=giver)
    talk = Conversation.objects.get(pk=accepted.pk)
    for phrase in Phrase.values:
        says(taker, talk, phrase=phrase)
    client = Client()
    client.force_login(taker)

    place = client.get(reverse("commitments:detail", args=[accepted.pk])).content.decode()
    shown = client.get(reverse("conversations:detail", args=[talk.pk])).content.decode()
    facts = str(list(DomainEvent.objects.filter(type="message.sent").values_list("payload")))

    assert str(LYON[0]) in place  # where it belongs
    for coordinate in LYON:
        assert str(coordinate) not in shown
        assert str(coordinate) not in facts
    assert set(Message.objects.values_list("text", flat=True)) == {""}


def test_conversation_of_a_commitment_has_its_id_and_its_two_sides(
    giver: User, taker: User
) -> None:
    proposed = make_commitment(by=taker, listing=make_listing(by=giver))

    talk = Conversation.objects.get(pk=proposed.pk)

    assert {one.user for one in talk.participants.all()} == {giver, taker}

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from accounts.enums import Role
from accounts.errors import Suspended, TooMany
from accounts.models import Block, Membership, Organization, User
from conversations import reads, services
from conversations.models import Conversation, Message, Participant
from conversations.permissions import can_read, can_write, seat_of
from core import clock
from core.errors import IdempotencyMismatch, Invalid, NotAllowed, TransitionForbidden
from core.events.models import DomainEvent
from tests.conversations.conftest import Says, open_between
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def unread(user: User) -> int:
    return Participant.objects.of(user).unread().count()


def suspend(user: User) -> None:
    user.suspended_at = clock.now()
    user.save(update_fields=["suspended_at"])


def test_opened_twice_it_is_one_with_each_party_once(giver: User, taker: User) -> None:
    talk = open_between(giver, taker)

    services.open_conversation(
        conversation_id=talk.pk, kind="commitment", parties=[(giver, None), (taker, None)]
    )

    assert Conversation.objects.count() == 1
    assert {one.user for one in talk.participants.all()} == {giver, taker}


def test_message_is_for_both_and_counts_for_the_other(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    message = says(giver, talk, "  Come to the back door.\r\nThe bell is broken. ")

    assert message.text == "Come to the back door.\nThe bell is broken."
    assert (unread(giver), unread(taker)) == (0, 1)
    talk.refresh_from_db()
    assert talk.last_message_at == message.created_at > talk.created_at


def test_event_holds_who_and_where_and_no_word(
    giver: User,
    taker: User,
    talk: Conversation,
    says: Says,
    last_event: Callable[[str], DomainEvent],
) -> None:
    message = says(giver, talk, "Cellar door, code 4711")

    event = last_event("message.sent")
    assert (event.subject_type, event.subject_id) == ("message", message.pk)
    assert event.actor == giver.pseudonym
    assert event.payload == {
        "kind": "commitment",
        "about": ["conversation", str(talk.pk)],
        "sender": str(giver.pseudonym),
        "participants": [str(giver.pseudonym), str(taker.pseudonym)],
        "to": [str(taker.pseudonym)],
    }


def test_same_id_says_it_once(giver: User, talk: Conversation) -> None:
    said: dict[str, Any] = {"by": giver, "conversation": talk, "message_id": uuid4()}
    first, was_new = services.send(**said, text="Hello")
    again, is_new = services.send(**said, text="Hello ")

    assert (first, was_new, is_new) == (again, True, False)
    assert Message.objects.count() == DomainEvent.objects.filter(type="message.sent").count() == 1


@pytest.mark.parametrize("change", ["text", "author", "conversation"])
def test_same_id_for_something_else_is_refused(
    giver: User, taker: User, talk: Conversation, change: str
) -> None:
    said: dict[str, Any] = {"by": giver, "conversation": talk, "message_id": uuid4(), "text": "Hi"}
    services.send(**said)
    other: dict[str, dict[str, Any]] = {
        "text": {"text": "Ho"},
        "author": {"by": taker},
        "conversation": {"conversation": open_between(giver, taker)},
    }

    with pytest.raises(IdempotencyMismatch):
        services.send(**{**said, **other[change]})


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "a" * 2001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "Yes", "phrase": "yes"}, "text"),
        ({"phrase": "abuse"}, "phrase"),
    ],
)
def test_what_cannot_be_said_names_the_field(
    giver: User, talk: Conversation, said: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        services.send(by=giver, conversation=talk, message_id=uuid4(), **said)

    assert list(refused.value.details) == [field]


def test_stranger_neither_reads_nor_writes(stranger: User, talk: Conversation) -> None:
    assert not can_read(stranger, talk)
    assert not can_write(stranger, talk)
    with pytest.raises(NotAllowed):
        services.send(by=stranger, conversation=talk, message_id=uuid4(), text="Me too")


@pytest.mark.parametrize("blocker_first", [True, False])
def test_blocked_either_way_neither_writes_and_nobody_is_told_why(
    giver: User, taker: User, talk: Conversation, blocker_first: bool
) -> None:
    one, other = (giver, taker) if blocker_first else (taker, giver)
    Block.objects.create(blocker=one, blocked=other)

    for user in (giver, taker):
        assert can_read(user, talk)
        assert not can_write(user, talk)
        with pytest.raises(NotAllowed) as refused:
            services.send(by=user, conversation=talk, message_id=uuid4(), text="Hello?")
        assert str(refused.value) == ("Messages cannot be sent in this conversation at the moment.")


def test_suspended_reads_and_writes_nothing(giver: User, talk: Conversation) -> None:
    suspend(giver)

    assert can_read(giver, talk)
    assert not can_write(giver, talk)
    with pytest.raises(Suspended):
        services.send(by=giver, conversation=talk, message_id=uuid4(), text="Hello")


def test_who_is_gone_is_not_written_to(giver: User, taker: User, talk: Conversation) -> None:
    User.objects.filter(pk=taker.pk).update(is_active=False)

    assert not can_write(giver, talk)
    assert not can_read(User.objects.get(pk=taker.pk), talk)


def test_whoever_acts_for_an_organization_speaks_in_its_name(
    giver: User, taker: User, pantry: Organization, pantry_talk: Conversation, says: Says
) -> None:
    helper = make_user(display_name="Hana")
    Membership.objects.create(organization=pantry, user=helper, role=Role.COORDINATOR)
    says(giver, pantry_talk, "When are you open?")
    assert (unread(taker), unread(helper)) == (1, 1)

    message = says(helper, pantry_talk, "Until six.")

    assert message.author_organization == pantry
    assert (unread(taker), unread(helper), unread(giver)) == (0, 0, 1)


@pytest.mark.parametrize("role", [Role.MEMBER, None])
def test_who_does_not_act_for_it_any_more_is_a_stranger(
    taker: User, pantry: Organization, pantry_talk: Conversation, role: Role | None
) -> None:
    helper = make_user()
    membership = Membership.objects.create(organization=pantry, user=helper, role=Role.COORDINATOR)
    assert can_write(helper, pantry_talk)

    if role:
        membership.role = role
        membership.save()
    else:
        membership.delete()

    assert not can_read(helper, pantry_talk)
    assert unread(helper) == 0


def test_reading_never_goes_back(giver: User, taker: User, talk: Conversation, says: Says) -> None:
    first, second = says(giver, talk, "One"), says(giver, talk, "Two")

    services.mark_read(by=taker, conversation=talk, message=second)
    services.mark_read(by=taker, conversation=talk, message=first)

    assert talk.participants.get(user=taker).last_read_at == second.created_at
    assert unread(taker) == 0


def test_message_of_another_conversation_is_not_read_here(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    elsewhere = says(giver, open_between(giver, taker), "Elsewhere")

    with pytest.raises(NotAllowed):
        services.mark_read(by=taker, conversation=talk, message=elsewhere)


def test_muted_one_is_not_told_but_counts(
    giver: User,
    taker: User,
    talk: Conversation,
    says: Says,
    last_event: Callable[[str], DomainEvent],
) -> None:
    services.mute(by=taker, conversation=talk, muted=True)

    says(giver, talk, "Hello")

    assert last_event("message.sent").payload["to"] == []
    assert unread(taker) == 1


def test_phrase_is_read_in_each_reader_s_language(
    giver: User, talk: Conversation, says: Says
) -> None:
    message = says(giver, talk, phrase="on-my-way")

    assert message.text == ""
    with translation.override("en"):
        assert message.words == "I am on my way."
    with translation.override("es"):
        assert message.words == translation.gettext("I am on my way.")


def test_hidden_message_keeps_its_text_for_moderators_alone(
    giver: User, talk: Conversation, says: Says
) -> None:
    message = says(giver, talk, "Something foul")

    services.hide_message(message)
    services.hide_message(message)
    kept = Message.objects.get(pk=message.pk)
    assert (kept.text, kept.hidden_at) == ("Something foul", message.hidden_at)

    services.show_message(message)
    assert Message.objects.get(pk=message.pk).hidden_at is None


def test_times_only_grow_whatever_the_clock_says(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    first = says(giver, talk, "One")
    with clock.at(talk.created_at):
        second = says(taker, talk, "Two")

    seat = seat_of(giver, talk.pk)
    assert seat is not None
    assert second.created_at > first.created_at
    assert reads.page_of_messages(seat)[0] == [second, first]


def test_new_account_writes_to_so_many_people(says: Says, settings: Any) -> None:
    settings.NEWCOMER_DAYS, settings.NEWCOMER_PEOPLE_AN_HOUR = 3, 2
    newcomer = make_user()
    newcomer.created_at = clock.now()
    for _ in range(2):
        says(newcomer, open_between(newcomer, make_user()), "Hello")

    with pytest.raises(TooMany, match="first days"):
        says(newcomer, open_between(newcomer, make_user()), "Hello")

    assert Message.objects.filter(author=newcomer).count() == 2


def test_ended_account_leaves_lines_without_words(
    giver: User, talk: Conversation, says: Says
) -> None:
    from core import privacy

    says(giver, talk, "My number is 123")
    entry = next(e for e in privacy.registered() if e.model is Message)

    assert entry.owner == "author"
    assert entry.erase == {"text": "", "phrase": ""}
    assert isinstance(entry.erase, dict)
    Message.objects.filter(author=giver).update(**entry.erase)
    assert Message.objects.get().words == ""


def test_people_keep_in_touch_once_both_agree(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    asked, is_new = services.ask(by=giver, conversation_id=uuid4(), origin=talk)
    assert (is_new, can_write(giver, asked), can_write(taker, asked)) == (True, False, False)
    with pytest.raises(NotAllowed, match="both have agreed"):
        services.send(by=giver, conversation=asked, message_id=uuid4(), text="Hello")

    services.agree(by=taker, conversation=asked)
    services.agree(by=taker, conversation=asked)

    assert says(giver, asked, "Hello").conversation == asked
    assert DomainEvent.objects.filter(type="conversation.agreed").count() == 1


def test_asking_back_is_agreeing(giver: User, taker: User, talk: Conversation) -> None:
    asked, _ = services.ask(by=giver, conversation_id=uuid4(), origin=talk)

    same, is_new = services.ask(by=taker, conversation_id=uuid4(), origin=talk)

    assert (same, is_new) == (asked, False)
    assert can_write(giver, asked)


def test_who_said_no_is_not_asked_again_but_may_ask(
    giver: User, taker: User, talk: Conversation
) -> None:
    asked, _ = services.ask(by=giver, conversation_id=uuid4(), origin=talk)
    services.leave(by=taker, conversation=asked)
    services.leave(by=taker, conversation=asked)

    with pytest.raises(NotAllowed):
        services.ask(by=giver, conversation_id=uuid4(), origin=talk)
    assert services.ask(by=taker, conversation_id=uuid4(), origin=talk)[1]
    assert not can_write(giver, Conversation.objects.get(pk=asked.pk))


def test_ended_one_is_not_agreed_to(giver: User, taker: User, talk: Conversation) -> None:
    asked, _ = services.ask(by=giver, conversation_id=uuid4(), origin=talk)
    services.leave(by=giver, conversation=asked)

    with pytest.raises(TransitionForbidden):
        services.agree(by=taker, conversation=asked)


def test_exchange_s_conversation_is_not_left(giver: User, talk: Conversation) -> None:
    with pytest.raises(TransitionForbidden):
        services.leave(by=giver, conversation=talk)


def test_stranger_blocked_and_suspended_keep_in_touch_with_nobody(
    giver: User, taker: User, stranger: User, talk: Conversation
) -> None:
    with pytest.raises(NotAllowed):
        services.ask(by=stranger, conversation_id=uuid4(), origin=talk)
    Block.objects.create(blocker=taker, blocked=giver)
    with pytest.raises(NotAllowed):
        services.ask(by=giver, conversation_id=uuid4(), origin=talk)
    suspend(taker)
    with pytest.raises(Suspended):
        services.ask(by=taker, conversation_id=uuid4(), origin=talk)
    assert Conversation.objects.count() == 1


def test_list_takes_as_many_queries_for_three_as_for_one(
    giver: User, taker: User, pantry_talk: Conversation, says: Says, django_assert_num_queries: Any
) -> None:
    says(giver, pantry_talk, "One")
    with django_assert_num_queries(7):
        reads.page_of_conversations(taker, limit=20, cursor=None)
    for _ in range(2):
        says(giver, open_between(giver, taker), "More")
    with django_assert_num_queries(7):
        found, _ = reads.page_of_conversations(taker, limit=20, cursor=None)

    assert [one.unread for one in found] == [1, 1, 1]

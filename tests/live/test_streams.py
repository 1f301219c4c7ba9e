"""A real uvicorn process and readers on real sockets: what was said arrives, whatever breaks."""

import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session

from accounts.enums import Role
from accounts.models import Block, Membership, User
from conversations import services
from conversations.models import Conversation
from tests.conversations.conftest import open_between
from tests.factories import access_token, make_organization, make_user
from tests.live.conftest import WEB, Live, Reader, cookie_of, path_of, say

pytestmark = pytest.mark.django_db(transaction=True)
Reads = Callable[..., Reader]
# Within a heartbeat (15 s) a stream has asked again who its reader is.
HEARTBEAT_AND_A_BIT = 25


def test_both_readers_have_it_within_two_seconds_and_it_holds_no_word(
    giver: User, taker: User, talk: Conversation, reads: Reads
) -> None:
    readers = [reads(giver, path_of(talk)), reads(taker, path_of(talk))]
    time.sleep(1)
    begin = time.monotonic()
    message = say(giver, talk, "Cellar door, code 4711")

    told = [reader.next("message", 2) for reader in readers]

    assert time.monotonic() - begin < 2
    expected = {"event": "message", "id": str(message.pk), "data": {"id": str(message.pk)}}
    assert told == [expected, expected]


def test_last_event_id_brings_what_was_missed(
    giver: User, taker: User, talk: Conversation, reads: Reads
) -> None:
    seen = say(giver, talk, "Seen")
    missed = [str(say(giver, talk, f"Missed {number}").pk) for number in range(2)]

    reader = reads(taker, path_of(talk), **{"Last-Event-ID": str(seen.pk)})

    assert [reader.next("message")["id"] for _ in missed] == missed


def test_page_tells_where_it_is(giver: User, taker: User, talk: Conversation, reads: Reads) -> None:
    shown = say(giver, talk, "On the page")
    between = say(giver, talk, "Between page and stream")

    reader = reads(taker, path_of(talk, shown.pk))

    assert reader.next("message")["id"] == str(between.pk)


def test_unknown_place_starts_from_now_with_a_look(
    giver: User, taker: User, talk: Conversation, reads: Reads
) -> None:
    say(giver, talk, "Long ago")
    reader = reads(taker, path_of(talk), **{"Last-Event-ID": "no id\t"})
    reader.next("resync")

    fresh = say(giver, talk, "Now")

    assert reader.next("message")["id"] == str(fresh.pk)


def test_reading_and_removing_are_told(
    giver: User, taker: User, talk: Conversation, reads: Reads
) -> None:
    message = say(giver, talk)
    reader = reads(giver, path_of(talk, message.pk))
    time.sleep(1)

    services.mark_read(by=taker, conversation=talk, message=message)
    reader.next("read")
    services.hide_message(message)
    reader.next("changed")


def test_person_is_told_how_many_wait(
    giver: User, taker: User, talk: Conversation, reads: Reads
) -> None:
    reader = reads(taker, "/live/me")
    assert reader.next("unread")["data"] == {"unread": 0}
    time.sleep(1)
    message = say(giver, talk)
    while reader.next("unread")["data"] != {"unread": 1}:
        pass

    services.mark_read(by=taker, conversation=talk, message=message)
    assert reader.next("unread")["data"] == {"unread": 0}


def test_who_acts_for_an_organization_hears_for_it(giver: User, taker: User, reads: Reads) -> None:
    talk = open_between(giver, taker, organization=make_organization(by=taker))
    mine, both = reads(taker, path_of(talk)), reads(taker, "/live/me")
    time.sleep(1)

    message = say(giver, talk)

    assert mine.next("message")["id"] == str(message.pk)
    while both.next("unread")["data"] != {"unread": 1}:
        pass


def test_only_who_takes_part_is_let_in(
    live: Live, giver: User, stranger: User, talk: Conversation
) -> None:
    path = path_of(talk)

    assert live.ask(path).status == 401
    assert live.ask(path, Cookie="session=made-up").status == 401
    assert live.ask(path, Authorization="Bearer made-up").status == 401
    assert live.ask(path, Cookie=cookie_of(stranger)).status == 404
    assert live.ask(f"/live/conversations/{uuid4()}", Cookie=cookie_of(giver)).status == 404
    assert live.ask("/live/me").status == 401
    assert live.ask("/conversations/", Cookie=cookie_of(giver)).status == 404
    User.objects.filter(pk=giver.pk).update(is_active=False)
    assert live.ask(path, Cookie=cookie_of(giver)).status == 401


def test_bearer_reads_as_the_person(live: Live, giver: User, talk: Conversation) -> None:
    asked = f"Bearer {access_token(giver)}"
    reader = Reader(live.ask(path_of(talk), Authorization=asked))

    message = say(giver, talk)

    assert reader.next("message")["id"] == str(message.pk)
    live.hang_up()


def test_blocked_and_suspended_read_on_as_on_the_page(
    giver: User, taker: User, talk: Conversation, reads: Reads
) -> None:
    """Neither can write; what was said stays theirs to read, and no more comes of it."""
    Block.objects.create(blocker=giver, blocked=taker)
    reader = reads(taker, path_of(talk, "nothing"))
    reader.next("resync")


def test_stream_ends_for_who_signed_out_was_removed_or_closed(
    giver: User, taker: User, reads: Reads
) -> None:
    pantry = make_organization(by=taker)
    helper = make_user()
    membership = Membership.objects.create(organization=pantry, user=helper, role=Role.COORDINATOR)
    talk = open_between(giver, taker, organization=pantry)
    removed, closed = reads(helper, path_of(talk)), reads(giver, path_of(talk))
    gone = reads(taker, "/live/me")
    time.sleep(1)

    membership.delete()
    User.objects.filter(pk=giver.pk).update(is_active=False)
    Session.objects.all().delete()

    assert removed.ends_within(HEARTBEAT_AND_A_BIT)
    assert closed.ends_within(HEARTBEAT_AND_A_BIT)
    assert gone.ends_within(HEARTBEAT_AND_A_BIT)


def test_only_the_web_s_own_origin_may_read(live: Live, giver: User, talk: Conversation) -> None:
    cookie = cookie_of(giver)

    ours = live.ask(path_of(talk), Cookie=cookie, Origin=WEB)
    others = live.ask(path_of(talk), Cookie=cookie, Origin="http://localhost:8000.example.org")

    assert ours.headers["Access-Control-Allow-Origin"] == WEB
    assert ours.headers["Access-Control-Allow-Credentials"] == "true"
    assert others.headers["Access-Control-Allow-Origin"] is None
    assert ours.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert ours.headers["Cache-Control"] == "no-store"

"""The process for live updates by itself: its one listener, its places, and how it ends."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import User
from conversations.models import Conversation
from tests.live.conftest import Live, Reader, cookie_of, path_of, say

pytestmark = pytest.mark.django_db(transaction=True)
Begins = Callable[..., Live]
LISTENERS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'foodcoord-live'"


@pytest.fixture
def begins(transactional_db: None, signing_key: str) -> Iterator[Begins]:
    """`begins(**settings)`: a process of the test's own."""
    begun: list[Live] = []

    def process(**settings: str) -> Live:
        begun.append(Live(JWT_PRIVATE_KEY=signing_key, **settings))
        begun[-1].start()
        return begun[-1]

    yield process
    for one in begun:
        one.end()


def ask_database(question: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def test_dropped_listener_misses_nothing_and_everybody_looks_again(
    begins: Begins, giver: User, taker: User, talk: Conversation
) -> None:
    reader = Reader(begins().ask(path_of(talk), Cookie=cookie_of(taker)))
    reader.next("resync")  # of the first listener
    first = say(giver, talk, "Before")
    assert reader.next("message")["id"] == str(first.pk)
    [(pid,)] = ask_database(LISTENERS)
    ask_database("SELECT pg_terminate_backend(%s)", pid)
    said = [say(giver, talk, f"While it was away {number}").pk for number in range(3)]

    # The new listener's word may come before, between or after the messages.
    heard = [reader.following() for _ in [*said, "resync"]]

    assert [UUID(event["id"]) for event in heard if event["event"] == "message"] == said
    assert [event["event"] for event in heard if event["event"] != "message"] == ["resync"]
    after = say(giver, talk, "After")
    assert reader.next("message")["id"] == str(after.pk)


def test_one_listener_serves_all_and_places_are_freed(
    begins: Begins, giver: User, talk: Conversation
) -> None:
    live, cookie = begins(LIVE_MAX_STREAMS="2"), cookie_of(giver)
    for _ in range(2):
        Reader(live.ask(path_of(talk), Cookie=cookie))
    full = live.ask(path_of(talk), Cookie=cookie)
    assert (full.status, full.headers["Retry-After"]) == (503, "30")
    assert len(ask_database(LISTENERS)) == 1

    live.hang_up(-2)
    deadline = time.monotonic() + 20
    while live.ask(path_of(talk), Cookie=cookie).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert live.end() < 5


def test_process_with_open_streams_ends_within_five_seconds(
    begins: Begins, giver: User, talk: Conversation
) -> None:
    live = begins()
    reader = Reader(live.ask(path_of(talk), Cookie=cookie_of(giver)))
    time.sleep(0.5)

    assert live.end() < 5
    assert reader.ends_within(2)

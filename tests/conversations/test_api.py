from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts.models import Block, User
from conversations import services
from conversations.models import Conversation, Message
from core import clock
from tests.conversations.conftest import Says, open_between

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]


def at(talk: Conversation, rest: str = "") -> str:
    return f"/api/v1/conversations/{talk.pk}{rest}"


def test_message_is_made_once_and_seen_from_both_sides(
    api: Api, giver: User, taker: User, talk: Conversation
) -> None:
    body = {"id": str(uuid4()), "text": "By the blue door"}

    made = api(giver).post(at(talk, "/messages"), body)
    again = api(giver).post(at(talk, "/messages"), body)

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["data"] == again.json()["data"]
    [item] = api(taker).get(at(talk, "/messages")).json()["data"]["items"]
    assert item == {
        "id": body["id"],
        "mine": False,
        "author": {"name": "Gina Giver", "organization": False},
        "text": "By the blue door",
        "phrase": None,
        "hidden": False,
        "seen": False,
        "created_at": made.json()["data"]["created_at"],
    }


def test_other_content_under_one_id_is_refused(
    api: Api, giver: User, taker: User, talk: Conversation
) -> None:
    body = {"id": str(uuid4()), "text": "One"}
    api(giver).post(at(talk, "/messages"), body)

    assert api(giver).post(at(talk, "/messages"), {**body, "text": "Two"}).status_code == 409
    assert api(taker).post(at(talk, "/messages"), body).status_code == 409
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "No id"}, "id"),
        ({"id": str(uuid4())}, "text"),
        ({"id": str(uuid4()), "text": "a" * 2001}, "text"),
        ({"id": str(uuid4()), "phrase": "abuse"}, "phrase"),
    ],
)
def test_bad_message_names_the_field(
    api: Api, giver: User, talk: Conversation, body: dict[str, str], field: str
) -> None:
    answer = api(giver).post(at(talk, "/messages"), body)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == [field]


def test_phrase_comes_in_the_reader_s_language(
    api: Api, giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    says(giver, talk, phrase="late-10")

    [item] = api(taker).get(at(talk, "/messages")).json()["data"]["items"]

    assert (item["phrase"], item["text"]) == ("late-10", "I am late by 10 minutes.")


def test_reading_is_seen_by_the_other_side(
    api: Api, giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    message = says(giver, talk, "Hello")
    assert api(taker).get("/api/v1/conversations").json()["data"]["items"][0]["unread"] == 1

    answer = api(taker).post(at(talk, "/read"), {"message": str(message.pk)})

    assert answer.status_code == 204
    assert api(taker).get("/api/v1/conversations").json()["data"]["items"][0]["unread"] == 0
    [item] = api(giver).get(at(talk, "/messages")).json()["data"]["items"]
    assert item["seen"] is True


def test_hidden_message_is_told_without_its_words(
    api: Api, giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    services.hide_message(says(giver, talk, "Something foul"))

    for user in (giver, taker):
        answer = api(user).get(at(talk, "/messages"))
        assert "foul" not in answer.content.decode()
        assert answer.json()["data"]["items"][0]["hidden"] is True


def test_older_messages_follow_by_cursor(
    api: Api, giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    said = [str(says(giver, talk, f"Number {number}").pk) for number in range(5)]

    first = api(taker).get(at(talk, "/messages?limit=3")).json()
    cursor = first["meta"]["next"]
    rest = api(taker).get(at(talk, f"/messages?limit=3&cursor={cursor}")).json()

    shown = [item["id"] for page in (first, rest) for item in page["data"]["items"]]
    assert shown == said[::-1]
    assert rest["meta"]["next"] is None
    assert api(taker).get(at(talk, "/messages?cursor=nonsense")).status_code == 400


def test_people_ask_agree_write_and_leave(
    api: Api, giver: User, taker: User, talk: Conversation
) -> None:
    body = {"id": str(uuid4()), "conversation": str(talk.pk)}
    made = api(giver).post("/api/v1/conversations", body)
    assert (made.status_code, made.json()["data"]["can_write"]) == (201, False)
    assert api(giver).post("/api/v1/conversations", body).status_code == 200
    new = Conversation.objects.get(pk=body["id"])
    assert api(taker).get(at(new)).json()["data"]["asks_me"] is True

    assert api(taker).post(at(new, "/agree")).json()["data"]["can_write"] is True
    said = api(giver).post(at(new, "/messages"), {"id": str(uuid4()), "text": "Hello"})
    assert said.status_code == 201
    assert api(taker).post(at(new, "/leave")).json()["data"]["closed"] is True
    late = api(giver).post(at(new, "/messages"), {"id": str(uuid4()), "text": "Hello?"})
    assert (late.status_code, late.json()["error"]["code"]) == (403, "PERMISSION_DENIED")
    assert api(giver).post(at(talk, "/leave")).status_code == 409


def test_muting_is_shown(api: Api, giver: User, talk: Conversation) -> None:
    assert api(giver).post(at(talk, "/mute"), {"muted": True}).json()["data"]["muted"] is True
    assert api(giver).post(at(talk, "/mute"), {}).status_code == 400


CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("get", "", {}),
    ("get", "/messages", {}),
    ("post", "/messages", {"id": str(uuid4()), "text": "Let me in"}),
    ("post", "/read", {"message": str(uuid4())}),
    ("post", "/mute", {"muted": True}),
    ("post", "/agree", {}),
    ("post", "/leave", {}),
]


@pytest.mark.parametrize(("method", "rest", "body"), CALLS)
def test_stranger_finds_nothing_and_nobody_is_asked_to_sign_in(
    api: Api, stranger: User, talk: Conversation, method: str, rest: str, body: dict[str, Any]
) -> None:
    assert getattr(api(stranger), method)(at(talk, rest), body).status_code == 404
    assert getattr(api(), method)(at(talk, rest), body).status_code == 401
    assert Message.objects.count() == 0


def test_stranger_s_and_nobody_s_lists(
    api: Api, stranger: User, giver: User, talk: Conversation, says: Says
) -> None:
    says(giver, talk, "Hello")

    assert api(stranger).get("/api/v1/conversations").json()["data"]["items"] == []
    assert api().get("/api/v1/conversations").status_code == 401
    body = {"id": str(uuid4()), "conversation": str(talk.pk)}
    assert api(stranger).post("/api/v1/conversations", body).status_code == 404
    assert api().post("/api/v1/conversations", body).status_code == 401


def test_blocked_and_suspended_are_refused_in_their_own_words(
    api: Api, giver: User, taker: User, talk: Conversation
) -> None:
    body = {"id": str(uuid4()), "text": "Hello"}
    Block.objects.create(blocker=giver, blocked=taker)
    blocked = api(taker).post(at(talk, "/messages"), body)
    assert blocked.status_code == 403
    assert blocked.json()["error"] == {
        "code": "PERMISSION_DENIED",
        "message": "Messages cannot be sent in this conversation at the moment.",
        "details": {},
    }
    User.objects.filter(pk=giver.pk).update(suspended_at=clock.now())
    suspended = api(giver).post(at(talk, "/messages"), body)
    assert suspended.json()["error"]["code"] == "ACCOUNT_SUSPENDED"
    assert api(giver).get(at(talk, "/messages")).status_code == 200


def test_list_is_paged_newest_first(api: Api, giver: User, taker: User, says: Says) -> None:
    talks = [open_between(giver, taker) for _ in range(3)]
    for talk in talks:
        says(giver, talk, "Hello")

    page = api(taker).get("/api/v1/conversations?limit=2").json()
    cursor = page["meta"]["next"]
    rest = api(taker).get(f"/api/v1/conversations?limit=2&cursor={cursor}").json()

    shown = [item["id"] for one in (page, rest) for item in one["data"]["items"]]
    assert shown == [str(talk.pk) for talk in talks[::-1]]

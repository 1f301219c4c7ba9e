from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, Organization, User
from conversations import services
from conversations.enums import Phrase
from conversations.models import Conversation, Message
from core import clock
from tests.conversations.conftest import Says, open_between

pytestmark = pytest.mark.django_db
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
LIST_QUERIES = 9
MINE = 'bubble--mine"\n      data-message'  # not the one that waits for a connection
THREAD_QUERIES = 5


def page(name: str, talk: Conversation) -> str:
    return reverse(f"conversations:{name}", args=[talk.pk])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def html(client: Client, address: str, **extra: Any) -> str:
    return client.get(address, **extra).content.decode()


def test_both_read_it_and_each_knows_who_said_it(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    says(giver, talk, "The <b>blue</b> door")

    theirs = html(signed_in(taker), page("detail", talk))
    mine = html(signed_in(giver), page("detail", talk))

    assert "The &lt;b&gt;blue&lt;/b&gt; door" in theirs
    assert MINE not in theirs
    assert MINE in mine
    assert reverse("commitments:detail", args=[talk.pk]) in theirs


def test_said_without_javascript_it_is_there_after_a_redirect(
    giver: User, talk: Conversation
) -> None:
    client = signed_in(giver)
    answer = client.post(page("detail", talk), {"id": uuid4(), "text": "Hello"})

    assert (answer.status_code, answer["Location"]) == (302, f"{page('detail', talk)}#write")
    assert "Hello" in html(client, page("detail", talk))


def test_said_by_htmx_it_comes_back_with_an_empty_form_under_a_new_id(
    giver: User, talk: Conversation
) -> None:
    used = str(uuid4())
    answer = signed_in(giver).post(page("detail", talk), {"id": used, "text": "Hello"}, **HTMX)
    shown = answer.content.decode()

    assert answer.status_code == 200
    assert "Hello" in shown.split("<form")[0]
    assert f'name="id" value="{used}"' not in shown
    assert 'id="write"' in shown


def test_phrase_leaves_what_is_typed_alone(giver: User, talk: Conversation) -> None:
    body = {"id": uuid4(), "phrase": "on-my-way"}
    shown = signed_in(giver).post(page("detail", talk), body, **HTMX).content.decode()

    assert "I am on my way." in shown
    assert 'id="write"' not in shown
    assert 'id="talk-phrases"' in shown


@pytest.mark.parametrize("extra", [{}, HTMX])
def test_too_long_a_text_is_kept_and_refused(
    giver: User, talk: Conversation, extra: dict[str, Any]
) -> None:
    text = "b" * 2001
    answer = signed_in(giver).post(page("detail", talk), {"id": uuid4(), "text": text}, **extra)

    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_words_under_a_used_id_are_kept_under_another(giver: User, talk: Conversation) -> None:
    used = str(uuid4())
    client = signed_in(giver)
    client.post(page("detail", talk), {"id": used, "text": "One"}, **HTMX)

    answer = client.post(page("detail", talk), {"id": used, "text": "One and two"}, **HTMX)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "One and two" in shown
    assert f'name="id" value="{used}"' not in shown


def test_blocked_person_is_told_kindly_and_their_words_are_kept(
    giver: User, taker: User, talk: Conversation
) -> None:
    Block.objects.create(blocker=giver, blocked=taker)
    client = signed_in(taker)

    shown = html(client, page("detail", talk))
    answer = client.post(page("detail", talk), {"id": uuid4(), "text": "Why?"})

    assert "Messages cannot be sent in this conversation at the moment." in shown
    assert 'id="write"' not in shown
    assert answer.status_code == 422
    assert Message.objects.count() == 0


def test_suspended_person_reads_and_has_no_form(giver: User, talk: Conversation) -> None:
    User.objects.filter(pk=giver.pk).update(suspended_at=clock.now())
    client = signed_in(giver)

    shown = html(client, page("detail", talk))
    answer = client.post(page("detail", talk), {"id": uuid4(), "text": "Hello"})

    assert "You cannot write while your account is suspended." in shown
    assert 'id="write"' not in shown
    assert answer.status_code == 422


def test_removed_message_is_named_and_not_shown(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    services.hide_message(says(giver, talk, "Something foul"))

    shown = html(signed_in(taker), page("detail", talk))

    assert "Removed by a moderator." in shown
    assert "foul" not in shown
    services.send(by=giver, conversation=talk, message_id=uuid4(), text="Sorry")
    assert "foul" not in html(signed_in(taker), reverse("conversations:list"))


def test_looking_changes_nothing_and_reading_is_said(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    message = says(giver, talk, "Hello")
    client = signed_in(taker)
    assert "data-talk-read" in html(client, page("detail", talk))
    assert "Seen" not in html(signed_in(giver), page("detail", talk))

    answer = client.post(page("read", talk), {"message": message.pk}, **HTMX)

    assert answer.status_code == 204
    assert "data-talk-read" not in html(client, page("detail", talk))
    assert "Seen" in html(signed_in(giver), page("detail", talk))


def test_older_messages_follow_and_new_ones_come_alone(
    giver: User, taker: User, talk: Conversation, says: Says
) -> None:
    said = [says(giver, talk, f"Number {number:02}") for number in range(33)]
    client = signed_in(taker)
    first = client.get(page("detail", talk))
    assert first.context["bubbles"][0].words == "Number 03"

    older = html(client, first.context["older_url"], **HTMX)
    whole = html(client, first.context["older_page_url"])
    new = html(client, f"{page('messages', talk)}?from={said[31].pk}", **HTMX)

    for shown in (older, whole):
        assert "Number 02" in shown
        assert "Number 03" not in shown
    assert "Number 32" in new
    assert "Number 30" not in new
    odd = client.get(page("messages", talk) + "?from=nonsense", **HTMX)
    assert odd.status_code == 200


def test_exchange_page_can_take_the_thread_alone(giver: User, talk: Conversation) -> None:
    shown = html(signed_in(giver), page("thread", talk))

    assert "<html" not in shown
    assert 'id="talk-messages"' in shown
    assert f'action="{page("detail", talk)}"' in shown


def test_organization_speaks_in_its_name_and_its_people_know_who_wrote(
    giver: User, taker: User, pantry: Organization, pantry_talk: Conversation, says: Says
) -> None:
    says(taker, pantry_talk, "Until six.")

    theirs = html(signed_in(giver), page("detail", pantry_talk))
    ours = html(signed_in(taker), page("detail", pantry_talk))

    assert "Quay Pantry" in theirs
    assert "Tom Taker" not in theirs
    assert "Quay Pantry (Tom Taker)" in ours
    assert "You write in the name of Quay Pantry." in ours


def test_list_shows_what_is_new(giver: User, taker: User, talk: Conversation, says: Says) -> None:
    address = reverse("conversations:list")
    assert "Nobody has written yet" in html(signed_in(taker), address)
    says(giver, talk, "Hello\nthere")

    shown = html(signed_in(taker), address)

    assert "Hello there" in shown
    assert "1 new" in shown
    assert "You: Hello there" in html(signed_in(giver), address)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_so_many_queries(
    giver: User, taker: User, says: Says, rows: int, django_assert_num_queries: Any
) -> None:
    talks = [open_between(giver, taker) for _ in range(rows)]
    for talk in talks:
        for _ in range(rows):
            says(giver, talk, "Hello")
    client = signed_in(taker)
    client.get(reverse("conversations:list"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("conversations:list"))
    with django_assert_num_queries(THREAD_QUERIES):
        client.get(page("messages", talks[0]), **HTMX)


def test_people_keep_in_touch_by_pages(giver: User, taker: User, talk: Conversation) -> None:
    asking = reverse("conversations:ask", args=[talk.pk])
    one, other = signed_in(giver), signed_in(taker)
    assert "Ask Tom Taker to keep in touch?" in html(one, asking)
    answer = one.post(asking, {"id": uuid4()})
    new = Conversation.objects.get(kind="people")
    assert answer["Location"] == page("detail", new)
    assert "Asks to keep in touch" in html(other, reverse("conversations:list"))
    assert "Gina Giver asks to keep in touch" in html(other, page("detail", new))

    other.post(page("agree", new))
    assert 'id="write"' in html(one, page("detail", new))

    assert "End the conversation with Gina Giver?" in html(other, page("leave", new))
    other.post(page("leave", new))
    assert "This conversation has ended." in html(one, page("detail", new))


def test_muting_goes_both_ways(giver: User, talk: Conversation) -> None:
    client = signed_in(giver)
    client.post(page("mute", talk), {"muted": "1"})
    assert "Tell me of its messages again" in html(client, page("detail", talk))
    client.post(page("mute", talk), {"muted": "0"})
    assert "Tell me of its messages no more" in html(client, page("detail", talk))


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "detail"),
        ("post", "detail"),
        ("get", "thread"),
        ("get", "messages"),
        ("get", "ask"),
        ("post", "ask"),
        ("post", "read"),
        ("post", "mute"),
        ("post", "agree"),
        ("get", "leave"),
        ("post", "leave"),
    ],
)
def test_stranger_finds_nothing_and_nobody_signs_in_first(
    stranger: User, talk: Conversation, method: str, name: str
) -> None:
    body = {"id": str(uuid4()), "text": "Let me in", "message": str(uuid4())}

    assert getattr(signed_in(stranger), method)(page(name, talk), body).status_code == 404
    answer = getattr(Client(), method)(page(name, talk), body)
    assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)
    assert Message.objects.count() == 0


def test_stranger_s_list_is_empty_and_nobody_signs_in_first(
    giver: User, stranger: User, talk: Conversation, says: Says
) -> None:
    says(giver, talk, "Between us")

    assert "Between us" not in html(signed_in(stranger), reverse("conversations:list"))
    assert Client().get(reverse("conversations:list")).status_code == 302


def test_live_address_is_told_where_there_is_one(
    giver: User, talk: Conversation, settings: Any
) -> None:
    settings.LIVE_URL = ""
    assert "every 10s" in html(signed_in(giver), page("detail", talk))
    settings.LIVE_URL = "http://localhost:8001"
    shown = html(signed_in(giver), page("detail", talk))
    assert f'data-live="http://localhost:8001/live/conversations/{talk.pk}"' in shown
    assert "every 10s" not in shown


def test_page_of_what_it_is_about_says_which_phrases_fit(giver: User, talk: Conversation) -> None:
    client, address = signed_in(giver), page("detail", talk)
    assert html(client, address).count('name="phrase"') == len(Phrase)
    narrowed = f"{address}?say=thanks&say=nonsense"
    assert html(client, narrowed).count('name="phrase"') == 1
    said = client.post(narrowed, {"id": uuid4(), "phrase": "thanks"}, **HTMX).content.decode()
    assert said.count('name="phrase"') == 1
    assert f'hx-post="{address}?say=thanks"' in said

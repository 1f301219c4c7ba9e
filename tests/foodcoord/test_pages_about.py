"""What the site says about itself, and writing to those who run it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from moderation import tasks
from moderation.models import ContactMessage

pytestmark = pytest.mark.django_db
PAGES = [
    "rules",
    "privacy",
    "food-safety",
    "open-data",
    "help",
    "developers",
    "contact",
]


@pytest.fixture(autouse=True)
def _fresh(fresh_limits: None) -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def sent() -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "name": "Ana",
        "email": "ana@example.org",
        "message": "Where is the pantry?",
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_for_everybody_and_linked_in_the_foot(page: str, giver: User) -> None:
    signed_in = Client()
    signed_in.force_login(giver)
    for client in (Client(), signed_in):
        html = client.get(f"/about/{page}/").content.decode()
        assert html.count("<h1") == 1
        assert all(f'href="/about/{other}/"' in html for other in PAGES)


def test_help_answers_ten_questions() -> None:
    html = Client().get("/about/help/").content.decode()
    assert html.count('<details class="fold"') == 10


def test_what_is_written_is_kept_and_mailed(sent: dict[str, str], settings: Settings) -> None:
    settings.CONTACT_EMAIL = "team@example.org"
    for _ in range(2):
        response = Client().post("/about/contact/", sent)
        assert (response.status_code, response["Location"]) == (302, "/about/contact/")
    row = ContactMessage.objects.get()
    assert (row.name, row.message, row.person) == ("Ana", "Where is the pantry?", None)
    assert tasks.mail_contact_messages() == 1
    assert tasks.mail_contact_messages() == 0
    [message] = mail.outbox
    assert (message.to, message.reply_to) == (["team@example.org"], ["ana@example.org"])
    assert message.body == "Where is the pantry?"


def test_without_an_address_it_waits_in_the_admin(sent: dict[str, str]) -> None:
    Client().post("/about/contact/", sent)
    assert tasks.mail_contact_messages() == 0
    assert ContactMessage.objects.get().mailed_at is None


def test_a_name_cannot_become_a_header(sent: dict[str, str], settings: Settings) -> None:
    settings.CONTACT_EMAIL = "team@example.org"
    Client().post("/about/contact/", {**sent, "name": "Ana\r\nBcc: all@example.org"})
    tasks.mail_contact_messages()
    [message] = mail.outbox
    assert message.recipients() == ["team@example.org"]
    assert "\n" not in message.subject


def test_machines_are_thanked_and_forgotten(sent: dict[str, str]) -> None:
    response = Client().post("/about/contact/", {**sent, "website": "https://spam.example"})
    assert response.status_code == 302
    assert ContactMessage.objects.count() == 0


def test_what_was_typed_stays(sent: dict[str, str]) -> None:
    response = Client().post("/about/contact/", {**sent, "email": "no address"})
    assert response.status_code == 422
    assert "Where is the pantry?" in response.content.decode()
    assert ContactMessage.objects.count() == 0


def test_who_is_signed_in_need_not_say_who_they_are(giver: User, sent: dict[str, str]) -> None:
    client = Client()
    client.force_login(giver)
    html = client.get("/about/contact/").content.decode()
    assert "Gina Giver" in html
    assert "giver@example.org" in html
    client.post("/about/contact/", sent)
    assert ContactMessage.objects.get().person == giver


def test_so_many_an_hour(sent: dict[str, str]) -> None:
    statuses = [
        Client().post("/about/contact/", {**sent, "id": str(uuid4())}).status_code for _ in range(6)
    ]
    assert statuses == [302] * 5 + [429]
    assert ContactMessage.objects.count() == 5

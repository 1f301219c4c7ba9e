"""A token that does not fit: what our own page sent is one tap away, what others sent is not."""

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
FORM = {"food": 'Courgette "round"', "quantity": "4", "csrfmiddlewaretoken": "old"}


@pytest.fixture
def strict(giver: User) -> Client:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(giver)
    return browser


def test_form_of_our_own_page_can_be_sent_again(strict: Client) -> None:
    answer = strict.post("/listings/new/?food=bread", FORM, headers=OWN)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'action="/listings/new/?food=bread"' in page
    assert 'name="food" value="Courgette &quot;round&quot;"' in page
    assert 'value="old"' not in page


@pytest.mark.parametrize(
    ("headers", "extra"),
    [
        ({}, {}),
        ({"Origin": "http://evil.example"}, {}),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, {}),
        (OWN, {"password": "secret words"}),
        (OWN, {f"field{number}": "x" for number in range(300)}),
    ],
)
def test_what_another_site_sent_or_what_is_secret_is_not_said_back(
    strict: Client, headers: dict[str, str], extra: dict[str, str]
) -> None:
    answer = strict.post("/listings/new/", {**FORM, **extra}, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Courgette" not in page
    assert "<form" not in page


def test_part_of_a_page_learns_that_it_was_the_token(strict: Client) -> None:
    answer = strict.post("/listings/new/", FORM, headers={"HX-Request": "true", **OWN})
    assert (answer.status_code, answer["X-Refused"], answer.content) == (403, "token", b"")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/listings/mine/", 200),
        ("", 404),
        ("//evil.example/", 404),
        ("https://evil.example/", 404),
        ("/" + "x" * 300, 404),
        ("/a\nb", 404),
    ],
)
def test_codes_lead_to_this_site_only(client: Client, asked: str, status: int) -> None:
    answer = client.get("/qr.svg", {"of": asked})
    assert answer.status_code == status
    assert (answer.content[:5] == b"<?xml") is (status == 200)

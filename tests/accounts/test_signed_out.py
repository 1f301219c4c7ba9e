"""A sign-in that has ended while somebody was at it."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_listing

pytestmark = pytest.mark.django_db


def test_part_of_a_page_is_told_so_instead_of_the_sign_in_page(client: Client) -> None:
    answer = client.get("/listings/mine/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize(
    ("came_from", "back_to"),
    [
        ("http://testserver/listings/mine/?ended", "/listings/mine/%3Fended"),
        ("http://evil.example/x", "/listings/{pk}/undo/"),
        ("", "/listings/{pk}/undo/"),
    ],
)
def test_form_leads_back_to_the_page_of_ours_on_which_it_stood(
    client: Client, giver: User, came_from: str, back_to: str
) -> None:
    listing = make_listing(by=giver)
    answer = client.post(f"/listings/{listing.pk}/undo/", headers={"Referer": came_from})
    next_page = back_to.format(pk=listing.pk)
    assert answer["Location"] == f"/accounts/login/?next={next_page}"

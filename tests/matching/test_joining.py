"""From a match to a proposal that joins the two."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_listing, make_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("side", ["giver", "taker"])
def test_link_of_a_match_joins_both_from_either_side(giver: User, taker: User, side: str) -> None:
    listing = make_listing(by=giver)
    make_request(by=taker), make_listing(by=giver)
    request = make_request(by=taker)
    client = Client()
    client.force_login(giver if side == "giver" else taker)
    url = f"{reverse('commitments:propose')}?listing={listing.pk}&request={request.pk}"

    page = client.get(url)

    other, own = (request, listing) if side == "giver" else (listing, request)
    form = page.context["form"]
    assert (form.post, form["counterpart"].value()) == (other, own.pk)
    assert f'<option value="{own.pk}" selected>' in page.content.decode()


def test_what_is_over_of_the_two_is_left_out(giver: User, taker: User) -> None:
    listing = make_listing(by=giver)
    client = Client()
    client.force_login(taker)
    gone = "8b0f1c9e-0a55-4b3a-9c43-6d0f4a9d8f11"
    url = f"{reverse('commitments:propose')}?listing={listing.pk}&request={gone}"
    assert client.get(url).context["form"].post == listing

"""The main job by forms and links alone, as a browser without JavaScript does it."""

import re

import pytest

from commitments.models import Commitment
from listings.models import Listing

pytestmark = pytest.mark.django_db


def fields_of(page) -> dict[str, str]:
    """What the form on a page would send as it stands."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: str(value) for name, value in values.items() if value not in (None, "", [])}


def links_in(page) -> list[str]:
    return re.findall(r'href="([^"]+)"', page.content.decode())


def test_share_find_ask_agree_hand_over(grower, searcher, opened, street, figures):
    gina, tom = opened(grower), opened(searcher)
    before = figures()

    form = fields_of(gina.get("/listings/new/"))
    shared = gina.post(
        "/listings/new/",
        {**form, "food": "Courgette", "food_slug": "courgette", "quantity": "4", "unit": "kg"},
    )
    listing = Listing.objects.get(owner=grower)
    assert shared["Location"] == f"/listings/{listing.pk}/"

    assert f"/listings/{listing.pk}/" in links_in(tom.get("/"))
    ask = f"/exchanges/new/?listing={listing.pk}"
    assert ask in links_in(tom.get(f"/listings/{listing.pk}/"))
    asked = tom.post(ask, {**fields_of(tom.get(ask)), "quantity": "3"})
    promise = Commitment.objects.get()
    assert asked["Location"] == f"/exchanges/{promise.pk}/"

    waiting = gina.get("/exchanges/")
    assert waiting.context["waiting_count"] == 1
    assert f"/exchanges/{promise.pk}/" in links_in(waiting)
    gina.post(f"/exchanges/{promise.pk}/accept/")
    assert "45.765000, 4.836000" in tom.get(f"/exchanges/{promise.pk}/").content.decode()

    hand_over = f"/exchanges/{promise.pk}/hand-over/"
    assert hand_over in links_in(tom.get(f"/exchanges/{promise.pk}/"))
    tom.post(hand_over, fields_of(tom.get(hand_over)))
    assert Commitment.objects.get().state == "fulfilled"
    done = tom.get("/exchanges/?show=done").content.decode()
    assert "You got 3 kg from Gina" in done

    after = figures()
    assert (after["kg_handed_over"], before["kg_handed_over"]) == ("3.000", "0.000")

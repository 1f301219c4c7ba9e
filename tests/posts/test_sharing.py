"""What a link shows elsewhere: told as to nobody, kept by whoever asked, gone with the post."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from accounts.models import User
from core.sharing import Card, draw
from core.sharing.lettering import Hand, is_written
from listings import services as listings
from listings.models import Listing
from listings.sharing import CARDS
from posts.sharing import card_of
from requests_app.models import FoodRequest
from tests.browser.rows import illustrate
from tests.factories import make_listing, make_organization, make_request

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2031, 5, 4, 16, tzinfo=UTC)  # 18:00 in Lyon


def address(post: Listing | FoodRequest, language: str = "en", version: int | None = None) -> str:
    shown = post.version if version is None else version
    return f"{post.get_absolute_url()}card/{language}/{shown}.png"


def test_card_of_a_listing_is_a_picture_that_is_kept(client: Client, giver: User) -> None:
    listing = make_listing(by=giver, title="Tomatoes, plot 17", quantity="3")
    answer = client.get(address(listing))
    picture = Image.open(io.BytesIO(answer.content))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert (picture.format, picture.size, len(answer.content) < 80_000) == (
        "PNG",
        (1200, 630),
        True,
    )
    assert answer["Cache-Control"] == "public, max-age=86400"
    again = client.get(address(listing), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_another_version_or_language_leads_to_the_card_there_is(
    client: Client, giver: User
) -> None:
    listing = make_listing(by=giver)
    for asked in (address(listing, version=99), address(listing, language="tlh")):
        answer = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (302, address(listing))
    assert client.get(address(listing, "fr"))["ETag"] != client.get(address(listing))["ETag"]


def test_card_says_what_and_where_about_and_nobody_s_name(giver: User) -> None:
    note = "Ring twice, blue door"
    listing = make_listing(by=giver, available_until=SUNDAY, pickup_note=note, quantity="3")
    assert card_of(listing, CARDS) == Card(
        eyebrow="Food to share",
        title="Tomato",
        lines=("3 kg", "until Sunday 4 May, 16:00", "around Lyon"),
        picture="vegetables",
    )


def test_title_in_letters_that_the_face_lacks_gives_way_to_the_food(giver: User) -> None:
    assert (is_written("Łódź, 3 kg 🍅"), is_written("Помидоры")) == (True, False)
    assert card_of(make_listing(by=giver, title="Помидоры"), CARDS).title == "Tomato"


def test_what_nobody_may_know_has_no_card_and_what_has_ended_had_one(
    client: Client, giver: User, taker: User
) -> None:
    listing, own = make_listing(by=giver), make_request(by=taker)
    needed = make_request(by=giver, organization=make_organization(by=giver, name="Quay Pantry"))
    assert client.get(address(own)).status_code == 404
    client.force_login(taker)
    assert client.get(address(own)).status_code == 404
    assert client.get(address(needed)).status_code == 200
    taken_back = listings.withdraw(listing=listing, by=giver)
    assert client.get(address(taken_back)).status_code == 410


def test_page_tells_previews_about_it_and_a_private_one_does_not(
    client: Client, giver: User, taker: User
) -> None:
    listing, own = make_listing(by=giver, quantity="3"), make_request(by=taker)
    page = client.get(listing.get_absolute_url()).content.decode()
    for told in (
        '<meta property="og:title" content="Food to share: Tomato">',
        f'<meta property="og:image" content="http://localhost:8000{address(listing)}">',
        '<meta property="og:locale" content="en_GB">',
        '<meta name="twitter:card" content="summary_large_image">',
    ):
        assert told in page
    assert giver.display_name not in page
    client.force_login(giver)
    assert "og:" not in client.get(own.get_absolute_url()).content.decode()
    for public in ("/", make_organization(by=giver).get_absolute_url()):
        assert "/static/share/card.png" in Client().get(public).content.decode()


def test_photo_stands_on_the_card(giver: User, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    listing = make_listing(by=giver)
    illustrate(listing, giver)
    shown = CARDS.photo_of(listing)
    assert shown is not None
    drawn = draw(card_of(listing, CARDS, shown.read()))
    assert Image.open(io.BytesIO(drawn)).size == (1200, 630)
    assert drawn != draw(card_of(listing, CARDS))


def test_long_titles_end_in_dots_within_their_width() -> None:
    hand = Hand(58, 700)
    lines = hand.lines("Milk for breakfast at the school of the quarter, each week", 500, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert max(hand.width(line) for line in lines) <= 500

"""Both sides at once, each with a phone, from finding a time to the rest that finds somebody else;
and a photo that says where it was taken, until it is on the page."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from accounts.models import User
from commitments.codes import code_of
from commitments.models import Commitment
from conversations.models import Message
from core import clock
from core.events.drain import drain
from core.events.models import DomainEvent
from listings.models import Listing
from matching.tasks import send_alerts
from photos import tasks
from photos.models import Photo
from tests.browser.conftest import NEXT_DOOR, Opens
from tests.factories import make_commitment, make_listing, make_user
from tests.live.conftest import Live
from tests.live.test_in_browser import on_air
from tests.matching.conftest import make_search, received
from tests.photos.pictures import with_gps

__all__ = ["on_air", "received"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]
SOON_MS = 5000


def told() -> list[str]:
    """Whom it was asked to tell of the food, in order."""
    asked = DomainEvent.objects.filter(payload__kind="search_alert").order_by("occurred_at", "id")
    return [event.payload["to"] for event in asked]


def test_both_find_a_time_talk_hand_over_a_part_and_the_rest_finds_somebody(
    on_air: Live, opens: Opens, grower: User, searcher: User, received
) -> None:
    often, never = make_user(home=NEXT_DOOR), make_user(home=NEXT_DOOR)
    received(often, "9")
    for person in (often, never):
        make_search(by=person, words="tomato")
    listing = make_listing(by=grower, food="tomato", quantity="3")
    drain("matching")
    send_alerts()
    assert told() == [str(never.pseudonym)]
    asked = make_commitment(by=searcher, listing=listing, quantity="3")
    gina, tom = opens(grower), opens(searcher)

    gina.goto(asked.get_absolute_url())
    gina.get_by_role("link", name="Offer other times").click()
    day = (clock.now() + timedelta(days=1)).date().isoformat()
    gina.locator("#id_day_1").fill(day)
    gina.locator("#id_first_1").fill("10:00")
    gina.locator("#id_last_1").fill("12:00")
    gina.get_by_role("button", name="Offer these").click()
    expect(gina.get_by_text("Tom has not answered yet.").first).to_be_visible()
    tom.goto(asked.get_absolute_url())
    tom.locator('button[name="window"]').first.click()
    expect(tom.get_by_text("Agreed: Gina hands this over to you.")).to_be_visible()
    assert listing_now(listing).state == "reserved"

    talk = f"/conversations/{asked.pk}/"
    gina.goto(talk)
    tom.goto(talk)
    tom.wait_for_timeout(500)
    gina.get_by_label("Message", exact=True).fill("By the blue door?")
    gina.get_by_role("button", name="Send").click()
    said = tom.locator(".bubble").filter(has_text="By the blue door?")
    expect(said).to_be_visible(timeout=SOON_MS)
    assert Message.objects.count() == 1

    # While all of it is promised nobody else is called, though the head start is over.
    with clock.at(clock.now() + timedelta(hours=1)):
        send_alerts()
    assert told() == [str(never.pseudonym)]

    gina.goto(f"{asked.get_absolute_url()}hand-over/?code={code_of(asked)}")
    gina.get_by_label(re.compile("How much")).fill("0.5")
    gina.get_by_role("button", name="I handed it over").click()
    expect(gina.get_by_text("You gave 0.5 kg to Tom")).to_be_visible()
    tom.goto(asked.get_absolute_url())
    expect(tom.get_by_text("You got 0.5 kg from Gina")).to_be_visible()
    assert Commitment.objects.get(pk=asked.pk).confirmed_at is not None
    after = listing_now(listing)
    assert (after.state, str(after.remaining.normalize())) == ("active", "2.5")
    gina.goto(listing.get_absolute_url())
    expect(gina.locator("main")).to_contain_text("2.5 kg")

    drain("matching")
    with clock.at(clock.now() + timedelta(hours=2)):
        send_alerts()
    assert told() == [str(never.pseudonym), str(often.pseudonym)]


def listing_now(listing: Listing) -> Listing:
    return Listing.objects.get(pk=listing.pk)


def test_a_photo_with_its_place_goes_in_and_none_comes_out(
    opens: Opens, grower: User, tmp_path: Path
) -> None:
    """Every byte of every picture that a neighbour's browser loads is searched."""
    file = tmp_path / "courgettes.jpg"
    file.write_bytes(with_gps())
    assert b"GPSLatitude" in file.read_bytes()
    gina, neighbour = opens(grower), opens()
    gina.goto("/listings/new/")
    gina.fill("#id_food", "Courgette")
    gina.fill("#id_quantity", "4")
    gina.set_input_files("#id_photos", file)
    expect(gina.locator(".photos__item")).to_contain_text("Being prepared")
    for photo in Photo.objects.filter(state="uploaded"):
        tasks.prepare(str(photo.pk))
    gina.get_by_role("button", name="Share it").click()
    gina.wait_for_url(re.compile("/listings/[0-9a-f-]{36}/"))
    served: list[bytes] = []
    neighbour.on(
        "response",
        lambda answer: served.append(answer.body()) if "/photos/" in answer.url else None,
    )
    neighbour.goto(gina.url, wait_until="networkidle")
    neighbour.goto("/", wait_until="networkidle")
    assert len(served) >= 1
    for data in served:
        image = Image.open(io.BytesIO(data))
        assert (image.format, dict(image.getexif()), image.info.get("xmp")) == ("WEBP", {}, None)
        for secret in (b"Exif", b"EXIF", b"XMP", b"GPS", b"SecretPhone", b"45.76"):
            assert secret not in data

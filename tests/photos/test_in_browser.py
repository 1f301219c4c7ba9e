"""A photo on the share page, with JavaScript and without; then on the listing and the card."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from listings.models import Listing
from photos import tasks
from photos.models import Photo
from tests.browser.conftest import Opens, grower, opens, refused
from tests.photos.pictures import heic, with_gps

__all__ = ["grower", "opens", "refused"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    path = tmp_path / "courgettes.jpg"
    path.write_bytes(with_gps())
    return path


def prepare_all() -> None:
    for photo in Photo.objects.filter(state="uploaded"):
        tasks.prepare(str(photo.pk))


def fill(page: Page) -> None:
    page.goto("/listings/new/")
    page.fill("#id_food", "Courgette")
    page.fill("#id_quantity", "4")


def seen(page: Page) -> None:
    expect(page.locator(".gallery img")).to_have_attribute("alt", "Photo of Courgette")
    loaded = "image => image.complete && image.naturalWidth > 0"
    page.wait_for_function(f"() => ({loaded})(document.querySelector('.gallery img'))")
    page.goto("/?own=1")
    expect(page.locator(".card img")).to_have_count(1)
    page.wait_for_function(f"() => ({loaded})(document.querySelector('.card img'))")


def test_a_photo_is_sent_while_the_rest_is_typed(
    opens: Opens, grower: User, snapshot: Path, tmp_path: Path
) -> None:
    page = opens(grower)
    fill(page)
    page.set_input_files("#id_photos", snapshot)
    expect(page.locator(".photos__item")).to_contain_text("Being prepared")
    prepare_all()
    expect(page.locator(".photos__item img")).to_have_count(1, timeout=10_000)
    (tmp_path / "x.jpg").write_bytes(heic())
    page.set_input_files("#id_photos", tmp_path / "x.jpg")
    expect(page.locator(".photos__error")).to_contain_text("HEIC")
    page.get_by_role("button", name="Share it").click()
    page.wait_for_url(re.compile("/listings/[0-9a-f-]{36}/"))
    assert Photo.objects.get(state="ready").album == Listing.objects.get().pk
    seen(page)


def test_a_photo_comes_with_a_plain_form_and_goes_again(
    opens: Opens, grower: User, snapshot: Path
) -> None:
    page = opens(grower, java_script_enabled=False)
    fill(page)
    page.set_input_files("#id_photos", snapshot)
    page.get_by_role("button", name="Share it").click()
    page.wait_for_url(re.compile("/listings/[0-9a-f-]{36}/"))
    prepare_all()
    page.reload()
    expect(page.locator(".gallery img")).to_have_attribute("alt", "Photo of Courgette")
    page.goto("/?own=1")
    expect(page.locator(".card img")).to_have_count(1)
    page.go_back()
    page.get_by_role("button", name="Remove photo 1").click()
    expect(page.locator(".photos__item")).to_have_count(0)
    assert Photo.objects.count() == 0

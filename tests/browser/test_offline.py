"""In a garden without a network: what is written waits, goes once, and is read by nobody else."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from core.events.models import DomainEvent
from listings.models import Listing
from photos.models import Photo
from tests.browser.conftest import PHONE
from tests.browser.wire import Wire, wire_to
from tests.photos.pictures import picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]

SHARE = "/listings/new/"
OFFLINE = "/offline/"
READY = "async () => { await navigator.serviceWorker.ready; }"
Visits = Callable[..., Page]


@pytest.fixture
def wire(live_server: LiveServer) -> Iterator[Wire]:
    site = urlsplit(live_server.url)
    with wire_to(site.hostname or "", site.port or 0) as opened:
        yield opened


@pytest.fixture
def visits(browser: Browser, wire: Wire) -> Iterator[Visits]:
    """`visits(user, path)`: a phone on that page, with the worker in charge of it."""
    contexts: list[BrowserContext] = []

    def visited(user: User, *paths: str) -> Page:
        context = browser.new_context(base_url=wire.url, viewport=PHONE, reduced_motion="reduce")
        contexts.append(context)
        sign_in(context, wire, user)
        page = context.new_page()
        for path in ("/about/rules/", *paths):
            page.goto(path)
            page.evaluate(READY)
        return page

    yield visited
    for context in contexts:
        context.close()


def sign_in(context: BrowserContext, wire: Wire, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": wire.url}])


def created() -> int:
    return DomainEvent.objects.filter(type="listing.created").count()


def fill_in(page: Page, amount: str) -> None:
    food = page.get_by_role("combobox", name="What do you have?")
    food.press_sequentially("courg", delay=20)
    page.locator("[role=listbox] [role=option]").first.click()
    page.locator("[name=quantity]").fill(amount)


def test_listing_written_offline_is_shared_once_when_back(
    visits: Visits, grower: User, settings: Settings, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    page = visits(grower, SHARE)
    page.set_default_timeout(6000)
    page.context.set_offline(True)
    page.goto(SHARE)
    expect(page.locator("[data-device-seen]")).to_contain_text("You are offline: this is how")
    fill_in(page, "4")
    file = {"name": "plot.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.locator("#id_photos").set_input_files([file])
    expect(page.get_by_text("It goes along when you are back online.")).to_be_visible()
    page.get_by_role("button", name="Share it").last.click()

    page.wait_for_url(f"**{OFFLINE}#kept")
    waiting = page.locator("[data-outbox-list] li.panel")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("Photos: 1")
    assert Listing.objects.count() == 0

    page.context.set_offline(False)
    expect(page.locator("[data-device-sent]")).to_contain_text("Sent: 4")
    expect(waiting).to_have_count(0)
    assert (Listing.objects.count(), created(), Photo.objects.count()) == (1, 1, 1)
    page.get_by_role("link", name="Look at it").click()
    assert page.url.endswith(Listing.objects.get().get_absolute_url())

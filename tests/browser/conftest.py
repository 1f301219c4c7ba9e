"""People with a browser on a phone, signed in, and the street they live in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from commitments import services as commitment_services
from core import clock
from tests.browser.sights import COORDINATOR, GROWER, SEARCHER
from tests.factories import (
    PASSWORD,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)

NEXT_DOOR = (45.765, 4.836)
PHONE = {"width": 360, "height": 740}
Opens = Callable[..., Page]


@pytest.fixture
def grower(db: None) -> User:
    return make_user(
        email="grower@example.org", password=PASSWORD, display_name="Gina", home=NEXT_DOOR
    )


@pytest.fixture
def searcher(db: None) -> User:
    return make_user(email="searcher@example.org", display_name="Tom")


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer) -> Iterator[Opens]:
    """`opens(user)`: a browser on a phone where that person is signed in."""
    contexts: list[BrowserContext] = []

    def opened(user: User | None = None, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, **{"viewport": PHONE, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def street(grower: User, searcher: User) -> dict[str, User]:
    """Food and requests all around, and an exchange in each state of the grower's."""
    coordinator = make_user(email="coordinator@example.org", display_name="Carla")
    make_organization(by=coordinator, name="Quay Pantry")
    bread = make_listing(by=coordinator, food="bread", unit="loaf", quantity="8")
    asked = make_commitment(by=searcher, listing=bread)
    commitment_services.decline(commitment=asked, by=coordinator)
    make_request(by=make_user(), food="egg", unit="piece", quantity="12")
    make_request(by=searcher, food="potato")
    shared = make_listing(by=grower, food="courgette", quantity="9", title="Courgettes, plot 17")
    in_an_hour = clock.now() + timedelta(hours=1)
    for verb in (None, commitment_services.accept, commitment_services.hand_over):
        commitment = make_commitment(by=searcher, listing=shared, handover_start=in_an_hour)
        if verb:
            commitment = commitment_services.accept(commitment=commitment, by=grower)
        if verb == commitment_services.hand_over:
            commitment_services.hand_over(commitment=commitment, by=searcher)
    offer = make_request(by=searcher, food="carrot")
    make_commitment(by=grower, request=offer)
    return {GROWER: grower, SEARCHER: searcher, COORDINATOR: coordinator}

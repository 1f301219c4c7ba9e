"""People with a browser on a phone, signed in, and the street they live in."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from commitments import services as commitment_services
from core import clock
from tests.browser import policy, rows
from tests.browser.sights import COORDINATOR, GROWER, MODERATOR, SEARCHER
from tests.browser.wellness import PHONE
from tests.factories import (
    PASSWORD,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)

NEXT_DOOR = (45.765, 4.836)
Opens = Callable[..., Page]


@pytest.fixture
def grower(db: None) -> User:
    return make_user(
        email="grower@example.org", password=PASSWORD, display_name="Gina", home=NEXT_DOOR
    )


@pytest.fixture
def searcher(db: None) -> User:
    return make_user(email="searcher@example.org", display_name="Tom")


def just_now(user: User) -> dict[str, object]:
    """That the person has shown who they are, as a session keeps it."""
    shown = {"method": "password", "at": time.time(), "reauthenticated": True}
    return {
        "account_authentication_methods": [shown],
        "account_authentication_methods_user": str(user.pk),
    }


@pytest.fixture
def refused() -> list[str]:
    """What the content policy refused in any page of the test: nothing, or the test fails."""
    return []


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer, refused: list[str]) -> Iterator[Opens]:
    """`opens(user)`: a browser on a phone where that person is signed in."""
    contexts: list[BrowserContext] = []

    def opened(user: User | None = None, **options: Any) -> Page:
        usual = {"base_url": live_server.url, "viewport": PHONE, "reduced_motion": "reduce"}
        context = browser.new_context(**{**usual, **options})
        contexts.append(context)
        policy.listen(context, refused)
        if user:
            client = Client()
            client.force_login(user)
            session = client.session
            session.update(just_now(user))
            session.save()
            UserSession.objects.create(
                user=user,
                session_key=session.session_key,
                ip="2001:db8::7",
                user_agent="Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0",
            )
            name = settings.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert refused == []


@pytest.fixture
def street(grower: User, searcher: User, settings: Settings, tmp_path: Path) -> dict[str, User]:
    """Food and requests all around, and an exchange in each state of the grower's."""
    settings.MEDIA_ROOT, settings.STAFF_MFA_REQUIRED = tmp_path / "media", False
    coordinator = make_user(email="coordinator@example.org", display_name="Carla")
    moderator = make_user(email="moderator@example.org", display_name="Mona", is_staff=True)
    pantry = make_organization(by=coordinator, name="Quay Pantry")
    rows.invite(pantry, coordinator)
    rows.connect(pantry, coordinator)
    rows.agreed_long_ago(searcher)
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
    rows.talk(make_commitment(by=grower, request=offer), grower, searcher, grower)
    rows.hand_over_and_ask(grower, searcher)
    rows.illustrate(shared, grower)
    rows.repeat_weekly(grower)
    rows.search(grower)
    rows.moderate(grower, searcher, moderator)
    rows.fall_out(grower)
    rows.tell_everybody()
    return {GROWER: grower, SEARCHER: searcher, COORDINATOR: coordinator, MODERATOR: moderator}

"""Gina and Tom again, and what they are told; a mail server and a push service stand by."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone, translation
from pytest_django import Settings

from accounts.models import User
from core.events.drain import drain
from core.events.notices import request_notice
from notifications.models import Notification
from notifications.telling import Told, tell
from notifications.vapid_keys import generate_vapid_key
from tests.notifications.mail_server import MailServer
from tests.notifications.push_service import Browser, PushService


@pytest.fixture(autouse=True)
def _mails_by_a_known_host(settings: Settings) -> None:
    settings.SITE_URL = "https://food.example"


@pytest.fixture
def told() -> Callable[[User], list[Told]]:
    """What a person has been told by now, newest first, after every event was absorbed."""

    def read(person: User) -> list[Told]:
        drain("notifications")
        rows = Notification.objects.visible_to(person).order_by("-created_at", "-id")
        with translation.override(person.language), timezone.override(person.timezone):
            return tell(list(rows), person)

    return read


@pytest.fixture
def ask() -> Callable[..., None]:
    """`ask(kind, person, about=("listing", id))`: have somebody told, as lower floors do."""

    def request(
        kind: str, person: User, about: tuple[str, UUID] | None = None, **facts: Any
    ) -> None:
        about = about or ("decision", uuid4())
        assert request_notice(kind, to=person.pseudonym, about=about, **facts)
        drain("notifications")

    return request


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
        yield server


@pytest.fixture
def push_service(settings: Settings) -> Iterator[PushService]:
    with PushService() as service:
        settings.PUSH_HOSTS = [service.origin]
        settings.VAPID_PRIVATE_KEY = generate_vapid_key()
        yield service


@pytest.fixture
def browser_of(push_service: PushService) -> Callable[[User], Browser]:
    """A browser of that person, registered."""

    def make(person: User) -> Browser:
        browser = Browser(push_service)
        browser.register(person)
        return browser

    return make

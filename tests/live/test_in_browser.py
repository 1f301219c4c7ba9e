"""Both sides at once, each in a browser: what one writes the other reads, and nothing is lost."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from conversations.models import Conversation, Message
from tests.live.conftest import Live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opens = Callable[..., Page]
SOON_MS = 4000
# What a browser and htmx say of a request that cannot leave: tests go offline on purpose.
OFFLINE = re.compile(r"ERR_INTERNET_DISCONNECTED|^htmx:(afterRequest|sendError)")


@pytest.fixture
def opens(browser: Browser, live_server: LiveServer) -> Iterator[Opens]:
    """`opens(user, path)`: a browser of that person, on a page; what it complains of fails."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(user: User, path: str) -> Page:
        context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
        contexts.append(context)
        client = Client()
        client.force_login(user)
        name = site.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [text for text in complaints if not OFFLINE.search(text)] == []


@pytest.fixture
def on_air(live_server: LiveServer, settings: Settings, signing_key: str) -> Iterator[Live]:
    """Live updates beside the site, as pages are told of them."""
    process = Live(JWT_PRIVATE_KEY=signing_key, SITE_URL=live_server.url)
    settings.LIVE_URL = f"http://localhost:{process.port}"
    policy: dict[str, Any] = settings.CONTENT_SECURITY_POLICY
    directives = {**policy["DIRECTIVES"], "connect-src": ["'self'", settings.LIVE_URL]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    process.start()
    yield process
    process.end()


def write(page: Page, text: str) -> None:
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Send").click()


def bubble(page: Page, text: str) -> Any:
    return page.locator(".bubble").filter(has_text=text)


def test_both_write_and_read_as_it_happens(
    on_air: Live, opens: Opens, giver: User, taker: User, talk: Conversation
) -> None:
    gina, tom = (opens(user, talk.get_absolute_url()) for user in (giver, taker))
    for page in (gina, tom):
        page.wait_for_timeout(500)

    write(gina, "By the blue door?")
    expect(bubble(tom, "By the blue door?")).to_be_visible(timeout=SOON_MS)
    expect(tom.locator("[data-talk-status]")).to_have_text("New message: By the blue door?")
    expect(bubble(gina, "By the blue door?")).to_contain_text("Seen", timeout=SOON_MS)

    tom.get_by_label("Message", exact=True).fill("half a sen")
    tom.get_by_role("button", name="I am on my way.").click()
    expect(bubble(gina, "I am on my way.")).to_be_visible(timeout=SOON_MS)
    expect(tom.get_by_label("Message", exact=True)).to_have_value("half a sen")

    write(tom, "Five minutes")
    write(gina, "Good")
    for page in (gina, tom):
        expect(page.locator(".bubble")).to_have_count(4, timeout=SOON_MS)
    expect(gina.get_by_label("Message", exact=True)).to_have_value("")


def test_offline_keeps_the_text_and_sends_it_once(
    on_air: Live, opens: Opens, giver: User, taker: User, talk: Conversation
) -> None:
    gina, tom = (opens(user, talk.get_absolute_url()) for user in (giver, taker))
    gina.wait_for_timeout(500)
    gina.context.set_offline(True)

    write(gina, "From the cellar")
    expect(gina.locator("[data-talk-status]")).to_have_text(re.compile("You are offline"))
    expect(gina.locator("[data-outbox-here]")).to_contain_text("From the cellar")
    expect(gina.get_by_label("Message", exact=True)).to_have_value("")
    assert Message.objects.count() == 0

    gina.context.set_offline(False)
    expect(bubble(gina, "From the cellar")).to_be_visible(timeout=SOON_MS)
    expect(bubble(tom, "From the cellar")).to_be_visible(timeout=SOON_MS)
    expect(gina.get_by_label("Message", exact=True)).to_have_value("")
    assert Message.objects.count() == 1


def test_answer_lost_and_page_reloaded_says_it_once(
    on_air: Live, opens: Opens, giver: User, talk: Conversation
) -> None:
    gina = opens(giver, talk.get_absolute_url())
    gina.get_by_label("Message", exact=True).fill("Twice sent")
    fields = gina.locator("#write").evaluate("form => Object.fromEntries(new FormData(form))")
    assert gina.request.post(talk.get_absolute_url(), form=fields).ok
    assert Message.objects.count() == 1

    gina.reload()
    expect(gina.get_by_label("Message", exact=True)).to_have_value("Twice sent")
    gina.get_by_role("button", name="Send").click()

    expect(gina.get_by_label("Message", exact=True)).to_have_value("")
    expect(gina.locator(".bubble")).to_have_count(1)
    assert Message.objects.count() == 1


def test_without_live_updates_the_page_looks_for_itself(
    opens: Opens, settings: Settings, giver: User, taker: User, talk: Conversation
) -> None:
    settings.LIVE_URL = ""
    gina, tom = (opens(user, talk.get_absolute_url()) for user in (giver, taker))

    write(gina, "Are you there?")

    expect(bubble(tom, "Are you there?")).to_be_visible(timeout=13_000)

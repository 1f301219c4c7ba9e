"""The API's description in a real browser: shown by the site alone, under its policy."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Kept before any script of the page runs.
VIOLATIONS = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push([event.violatedDirective, event.blockedURI]));
"""


def watched(page: Page) -> list[str]:
    """The addresses that the page asks for, and what the policy refuses it."""
    asked: list[str] = []
    page.add_init_script(VIOLATIONS)
    page.on("request", lambda request: asked.append(request.url))
    return asked


def refusals(page: Page) -> Any:
    return page.evaluate("window.refused")


def elsewhere(asked: list[str], server: LiveServer) -> list[str]:
    return [url for url in asked if not url.startswith((server.url, "data:", "blob:"))]


def test_swagger_shows_operations_and_calls_them(opens: Opens, live_server: LiveServer) -> None:
    page = opens(viewport={"width": 1200, "height": 900})
    asked = watched(page)
    page.goto("/api/v1/docs/")
    asking = page.locator("#operations-availability-availability")
    expect(asking).to_be_visible(timeout=30_000)
    assert page.locator(".opblock").count() >= 10  # more of them as one scrolls
    asking.locator(".opblock-summary").click()
    asking.get_by_role("button", name="Try it out").click()
    asking.get_by_placeholder("nickname").fill("Nobody Yet")
    asking.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table td.response-col_status").last).to_have_text("200")
    assert (refusals(page), elsewhere(asked, live_server)) == ([], [])


# The mark of Redoc's makers, which their program asks for: refused before anything is sent.
THEIR_MARK = ["img-src", "https://cdn.redoc.ly/redoc/logo-mini.svg"]


def test_redoc_shows_the_operations(
    opens: Opens, live_server: LiveServer, refused: list[str]
) -> None:
    page = opens(viewport={"width": 1200, "height": 900})
    asked = watched(page)
    page.goto("/api/v1/reference/")
    expect(page.get_by_text("/api/v1/listings", exact=True).first).to_be_attached(timeout=120_000)
    page.wait_for_function("() => window.refused.length")
    assert [each for each in refusals(page) if each != THEIR_MARK] == []
    refused.clear()
    sent = [url for url in asked if url != THEIR_MARK[1]]
    assert elsewhere(sent, live_server) == []

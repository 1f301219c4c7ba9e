"""The content policy holds, and a page that breaks it would fail its test."""

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROKEN = """<!doctype html><html lang="en"><title>Broken</title>
<p style="color: red">Red</p><button onclick="alert(1)">No</button><script>alert(2)</script>"""


def test_page_with_inline_style_and_script_is_heard_of(opens: Opens, refused: list[str]) -> None:
    page = opens()
    policy = page.goto("/accounts/login/").headers["content-security-policy"]  # type: ignore[union-attr]
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}

    def answer(route: Route) -> None:
        route.fulfill(body=BROKEN, headers=headers)

    page.route("**/broken", answer)
    page.goto("/broken")
    page.wait_for_function("() => document.readyState === 'complete'")
    page.evaluate("new Promise(requestAnimationFrame)")
    heard = sorted(line.partition("/broken: ")[2].rpartition(" ")[0] for line in refused)
    refused.clear()
    assert heard == ["script-src-attr inline", "script-src-elem inline", "style-src-attr inline"]


def test_policy_allows_nothing_inline_and_nothing_made_from_text(opens: Opens) -> None:
    page = opens()
    for path in ("/", "/accounts/login/", "/admin/login/", "/api/docs/", "/nothing-here/"):
        answer = page.request.get(path)
        policy = answer.headers.get("content-security-policy", "")
        assert (path, "script-src 'self'" in policy) == (path, True), policy
        assert (path, "unsafe" in policy) == (path, False), policy

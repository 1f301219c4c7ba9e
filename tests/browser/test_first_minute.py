"""The first pages are light on the wire, stand still while they come, and are kept for next time.

Served by gunicorn with static files as in production, to a phone on a slow line.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from accounts.models import User
from tests.browser import wire
from tests.browser.conftest import Opens
from tests.browser.sights import EXCHANGE, LISTING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHIFTS = """
window.shifts = []
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
  `${entry.value.toFixed(4)} ${entry.sources.map(({node}) => node && node.nodeType === 1
    ? node.outerHTML.slice(0, 90) : node && node.textContent.slice(0, 40)).join(" | ")}`)))
  .observe({type: "layout-shift", buffered: true})
"""
FONTS = "document.fonts.ready.then(() => true)"


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    wire.collect(folder)
    return folder


@pytest.fixture
def site(static: Path, street: dict[str, User], settings: Settings) -> Iterator[str]:
    with wire.served(static, Path(settings.MEDIA_ROOT)) as url:
        yield url


def gone_to(page: Page, path: str) -> list[str]:
    """What moved on the page by itself, until nothing more comes."""
    page.goto(path, wait_until="networkidle")
    page.evaluate(FONTS)
    moved: list[str] = page.evaluate("window.shifts")
    return moved


def test_first_pages_are_light_and_stand_still(
    opens: Opens, street: dict[str, User], site: str
) -> None:
    weights, moved = {}, {}
    for name, who in (("landing", None), ("home", street["grower"])):
        page = opens(who, base_url=site)
        page.add_init_script(SHIFTS)
        line = wire.Wire.of(page)
        moved[name] = gone_to(page, "/")
        weights[name] = line.table()
        assert line.weight() <= 100_000, weights
        assert line.weight("Script") <= 60_000, weights
        assert line.weight("Stylesheet") <= 30_000, weights
        assert line.hosts() == {urlsplit(site).netloc}
    again = wire.Wire.of(page)
    gone_to(page, "/")
    assert again.weight() <= 15_000, again.table()
    for path, follow in (
        ("/insights/", ""),
        ("/listings/new/", ""),
        ("/?kind=listing", LISTING),
        ("/exchanges/?show=agreed", EXCHANGE),
    ):
        moved[path] = gone_to(page, path)
        if follow:
            link = page.locator(follow).first.get_attribute("href")
            assert link
            moved[f"{path} {follow}"] = gone_to(page, link)
    assert {name: what for name, what in moved.items() if what} == {}


def test_what_never_changes_is_kept_and_what_is_private_is_not(
    opens: Opens, street: dict[str, User], site: str
) -> None:
    page = opens(street["searcher"], base_url=site)
    kept: dict[str, tuple[str, str]] = {}
    page.on(
        "response",
        lambda answer: kept.update(
            {answer.url: (answer.headers.get("cache-control", ""), answer.request.resource_type)}
        ),
    )
    page.goto("/?q=courgette", wait_until="networkidle")
    page.goto(page.locator(LISTING).first.get_attribute("href") or "", wait_until="networkidle")
    pages = {said for said, kind in kept.values() if kind == "document"}
    files = {said for url, (said, kind) in kept.items() if "/static/" in url}
    photos = {said for url, (said, kind) in kept.items() if "/photos/" in url and ".webp" in url}
    assert pages == {"no-store"}
    assert files == {"max-age=315360000, public, immutable"}
    assert photos == {"public, max-age=31536000, immutable"}

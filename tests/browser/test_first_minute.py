"""The first pages are light on the wire, stand still while they come, and are kept as they may be.

Served by gunicorn with static files as in production, to a phone on a slow line.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests import lossy_wire
from tests.browser import wire
from tests.browser.conftest import Opens
from tests.browser.sights import EXCHANGE, LISTING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHIFTS = """
window.shifts = []
const place = ({x, y, width, height}) => [x, y, width, height].join(",")
const said = ({node, previousRect, currentRect}) =>
  `${place(previousRect)} to ${place(currentRect)}: `
  + (node?.parentElement?.outerHTML ?? "gone").slice(0, 200)
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(
  `${entry.value} at ${entry.startTime}: ${entry.sources.map(said).join(" | ")}`)))
  .observe({type: "layout-shift", buffered: true})
"""
# In the tab bar: after a tab's icon, before its words.
MIDST_OF_TABS = (b"Insights\n    </a>", b"Ask\n    </a>")
FONTS = "document.fonts.ready.then(() => true)"


@pytest.fixture
def site(tmp_path: Path, street: dict[str, User], settings: Settings) -> Iterator[str]:
    wire.collect(tmp_path / "static")
    with wire.served(tmp_path / "static", Path(settings.MEDIA_ROOT)) as url:
        yield url


def gone_to(page: Page, path: str) -> list[str]:
    """What moved on the page by itself, until nothing more comes."""
    page.goto(path, wait_until="networkidle")
    page.evaluate(FONTS)
    moved: list[str] = page.evaluate("window.shifts")
    return moved


def note_how_kept(answer: Response, kept: dict[str, set[str]]) -> None:
    folder = urlsplit(answer.url).path.split("/")[1]
    kind = folder if folder in ("static", "photos") else answer.request.resource_type
    if kind in ("static", "photos", "document"):
        kept[kind].add(answer.headers.get("cache-control", ""))


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
    kept: dict[str, set[str]] = defaultdict(set)
    page.on("response", lambda answer: note_how_kept(answer, kept))
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
    assert kept == {
        "document": {"no-store"},
        "static": {"max-age=315360000, public, immutable"},
        "photos": {"public, max-age=31536000, immutable"},
    }


def test_page_that_comes_in_parts_stands_still(
    opens: Opens, street: dict[str, User], live_server: LiveServer
) -> None:
    """It is painted once its last part is there: a tab, too, moves when its word comes later."""
    site = urlsplit(live_server.url)
    with lossy_wire.wire_to(site.hostname or "", site.port or 0) as line:
        line.halts = (b"<main", b"</main>", b"</footer>", *MIDST_OF_TABS)
        page = opens(street["grower"], base_url=f"http://{site.hostname}:{line.port}")
        page.add_init_script(SHIFTS)
        moved = {path: gone_to(page, path) for path in ("/", "/insights/", "/listings/new/")}
        assert all(words in page.content().encode() for words in line.halts)
    assert moved == {"/": [], "/insights/": [], "/listings/new/": []}

"""The areas of a town: a drawing of links for everybody, a map that moves where there is script."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from insights.models import InsightSignal
from tests.browser.conftest import Opens
from tests.browser.wellness import AXE, violations
from tests.insights.derived import a_forecast, a_sunday, a_week
from tests.insights.events import P4, P5, PEOPLE, absorb, listing, request, utc_today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOK = f"/insights/?cell={P5}&window=14"
DRAWN = ".areas > .area-map a"
LAID = ".areas__map svg a"
VIEW = """() => {
  const [area, map] = [".areas__map .cell--here", ".areas__map"]
    .map((name) => document.querySelector(name).getBoundingClientRect())
  return [area.x - map.x, area.y - map.y, area.width]
}"""


@pytest.fixture
def town(db: None) -> InsightSignal:
    """Vegetables are short; of fruit there is plenty; a week long ago, and a forecast."""
    today = utc_today()
    absorb(
        *[request(today, grams=5_000, by=person) for person in PEOPLE[:6]],
        *[listing(today, grams=9_000, by=person, category="fruit") for person in PEOPLE[:12]],
    )
    a_week(P5, "vegetables", ended=a_sunday(weeks_ago=7))
    a_forecast(P4, "vegetables")
    return InsightSignal.objects.get(cell=P5, kind="shortage")


def test_map_is_laid_over_the_drawing_with_the_same_links(
    opens: Opens, town: InsightSignal
) -> None:
    page = opens()
    page.goto(LOOK)
    laid = page.locator(LAID)
    page.get_by_role("button", name="Move the map").click()
    expect(page.locator(".areas--live")).to_be_visible()
    expect(laid).to_have_count(page.locator(DRAWN).count())
    drawn = page.locator(DRAWN).first
    for name in ("href", "aria-label"):
        assert laid.first.get_attribute(name) == drawn.get_attribute(name)
    expect(drawn).to_be_hidden()
    page.locator(".areas__map").press("+")
    seen = page.evaluate(VIEW)
    page.get_by_role("link", name="30 days").click()
    page.wait_for_url(re.compile("window=30"))
    expect(page.locator(".areas--live")).to_be_visible()
    assert page.evaluate(VIEW) == pytest.approx(seen, abs=1)
    laid.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"cell={P5}"))


def test_without_script_the_drawing_leads_on(opens: Opens, town: InsightSignal) -> None:
    page = opens(java_script_enabled=False)
    page.goto(LOOK)
    expect(page.locator(DRAWN).first).to_be_visible()
    page.locator(DRAWN).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"cell={P5}"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_with_everything_on_them_are_accessible(
    opens: Opens, town: InsightSignal, grower: User, theme: str
) -> None:
    page = opens(grower, color_scheme=theme)
    for path in (LOOK, town.get_absolute_url(), "/insights/guidance/", "/insights/definitions/"):
        page.goto(path)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        if path == LOOK:
            page.get_by_role("button", name="Move the map").click()
            expect(page.locator(".areas--live")).to_be_visible()
        page.evaluate(AXE)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == []
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

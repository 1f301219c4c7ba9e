"""Near you and its map: on a phone, on a desk, with pictures of a map, without, without script."""

import copy
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from accounts.models import User
from core.geo import cells
from tests.browser.conftest import NEXT_DOOR, Opens
from tests.browser.wellness import PHONE
from tests.factories import make_listing
from tests.photos.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 800}
TABBAR = 62  # px
LISTENER = """
window.heard = []; window.refused = [];
document.addEventListener("say", ({ detail }) => heard.push(detail));
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused.push(blockedURI));
"""
HEARD = """async () => {
  const wait = () => new Promise((go) => setTimeout(go, 50))
  for (let turn = 0; turn < 200 && !heard.length; turn += 1) await wait()
  return heard.splice(0).at(-1) ?? ""
}"""
# Another key would cut a move short that is still under way.
STANDS = """() => !document.querySelector(".leaflet-pan-anim, .leaflet-zoom-anim")"""
LAID = ".areas__map svg a"
HOME = cells.encode(*NEXT_DOOR, 6)


@pytest.fixture
def food(grower: User, searcher: User) -> User:
    """26 kinds of food in three areas around the searcher; one of them is vegan."""
    for number in range(26):
        place = (NEXT_DOOR[0] + number % 3 * 0.011, NEXT_DOOR[1])
        diets = ["vegan"] if number == 0 else []
        make_listing(by=grower, title=f"Food {number}", place=place, diets=diets)
    return searcher


@pytest.fixture
def tiles(settings: Settings) -> Iterator[str]:
    """A server of pictures, and a site that is set to it."""
    image = picture(size=(256, 256))

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.end_headers()
            self.wfile.write(image)

        def log_message(self, *args: object) -> None:
            """Nothing: a test's picture is no news."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/town/"
    use_tiles(settings, address)
    yield address
    server.shutdown()
    server.server_close()


def use_tiles(settings: Settings, address: str) -> None:
    settings.TILE_URL, settings.TILE_ATTRIBUTION = address + "{z}/{x}/{y}.jpg", "Map: the town"
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["img-src"].append(address)
    settings.CONTENT_SECURITY_POLICY = policy


def looked(opens: Opens, user: User, path: str = "/", **options: object) -> Page:
    page = opens(user, **options)
    page.add_init_script(LISTENER)
    page.goto(path)
    return page


def card(page: Page, number: int) -> Locator:
    return page.locator("#feed .cards > li").nth(number)


def heard(page: Page) -> str:
    """The last thing that was said."""
    said: str = page.evaluate(HEARD)
    return said


def test_food_comes_first_and_more_of_it_keeps_the_focus(opens: Opens, food: User) -> None:
    page = looked(opens, food)
    second = card(page, 1).bounding_box()
    assert second is not None
    assert second["y"] + second["height"] / 2 <= PHONE["height"] - TABBAR
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Show more").click()
    expect(card(page, 24).locator("a")).to_be_focused()
    assert heard(page).startswith("2 more results")
    assert not page.evaluate(
        "performance.getEntriesByType('resource').some(r => /vendor.leaflet/.test(r.name))"
    )

    page.locator("summary", has_text="Filters").click()
    page.locator("label.chip", has_text="Vegan").click()
    assert heard(page) == "1 result. Within 5 km, nearest first"
    assert urlsplit(page.url).query == "diet=vegan"
    expect(page.locator("#diet-vegan")).to_be_focused()
    page.get_by_role("button", name="Show what fits").click()
    assert heard(page) == "1 result. Within 5 km, nearest first"
    expect(page.locator(".near__panel")).to_be_hidden()
    expect(page.locator("#filter-count")).to_have_text("1")
    page.get_by_role("link", name="Take away Vegan").click()
    assert heard(page).startswith("24+ results")
    expect(page.locator("[data-found]")).to_be_focused()
    expect(page.locator("#diet-vegan")).not_to_be_checked()
    page.go_back()
    expect(card(page, 1)).to_be_hidden()
    expect(page.locator("#filter-count")).to_have_text("1")


def test_filters_and_map_without_script(opens: Opens, food: User) -> None:
    page = looked(opens, food, java_script_enabled=False)
    page.locator("summary", has_text="Filters").click()
    page.locator("label.chip", has_text="Vegan").click()
    page.get_by_role("button", name="Show what fits").click()
    page.wait_for_url(re.compile("diet=vegan"))
    expect(page.locator("#feed .cards > li")).to_have_count(1)
    page.get_by_role("link", name="Take away Vegan").click()
    page.wait_for_url(re.compile(r"/\?$"))
    page.get_by_role("navigation", name="How it is shown").get_by_role("link", name="Map").click()
    expect(page.locator("[data-move]")).to_be_hidden()
    page.locator(f".area-map a[href*='{HOME}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"cell={HOME}"))
    expect(page.get_by_role("link", name="Back")).to_be_visible()


def test_list_and_map_go_together(opens: Opens, food: User) -> None:
    page = looked(opens, food, viewport=DESK)
    area = card(page, 0).get_attribute("data-cell")
    drawn = page.locator(f".area-map a rect[data-cell='{area}']")
    card(page, 0).hover()
    expect(drawn).to_have_class(re.compile("cell--pointed"))

    page.get_by_role("button", name="Move the map").click()
    expect(page.locator(".areas__map")).to_be_focused()
    expect(page.locator(LAID)).to_have_count(page.locator(".area-map a").count())
    last = page.locator(LAID).last
    name = last.get_attribute("aria-label")
    last.focus()
    page.keyboard.press("Enter")
    first = page.locator(f"#feed li[data-cell='{last.get_attribute('data-cell')}']").first
    expect(first.locator("a")).to_be_focused()
    assert heard(page) == name

    page.locator(LAID).first.focus()
    for key in ("ArrowRight", "ArrowRight", "-"):
        page.keyboard.press(key)
        page.wait_for_function(STANDS)
    look = page.get_by_role("link", name="Look here")
    expect(look).to_be_visible()
    page.evaluate("document.querySelector('.areas__map').kept = true")
    look.press("Enter")
    heard(page)
    page.wait_for_url(re.compile(r"cell=\w{6}$"))
    assert page.evaluate("document.querySelector('.areas--live > .areas__map').kept")
    expect(look).to_be_hidden()
    expect(page.locator("#standpoint").get_by_role("link", name="Back")).to_be_visible()
    for _ in range(3):
        page.locator(".areas__map").press("-")
    several = page.locator(LAID).first
    expect(several).to_have_attribute("aria-label", re.compile(r"3 areas side by side, \d+ in all"))
    several.press("Enter")
    expect(page.locator(LAID)).to_have_count(3)
    page.go_back()
    page.wait_for_url(re.compile("/$"))
    expect(page.locator("#standpoint").get_by_role("link", name="Back")).to_be_hidden()


def test_pictures_of_a_map_and_what_is_there_without_them(
    opens: Opens, food: User, tiles: str, settings: Settings
) -> None:
    page = looked(opens, food, viewport=DESK)
    expect(page.locator(".areas--live img.leaflet-tile-loaded").first).to_be_visible()
    expect(page.locator(".areas")).to_contain_text("Map: the town")
    assert page.evaluate("refused") == []
    assert page.evaluate("performance.getEntriesByType('layout-shift').length") == 0

    use_tiles(settings, "http://127.0.0.1:9/none/")  # nobody listens there
    page.goto("/")
    move = page.get_by_role("button", name="Move the map")
    expect(move).to_be_visible()
    expect(page.locator(".areas")).to_contain_text("The pictures of the map did not come.")
    expect(page.locator(".area-map a").first).to_be_visible()
    move.click()
    expect(page.locator(".areas--live .areas__grid")).to_be_attached()
    expect(page.locator(LAID).first).to_be_visible()


def test_place_is_set_seen_in_words_and_undone(opens: Opens, grower: User) -> None:
    page = looked(opens, grower, "/place/")
    status = page.locator("[data-status]")
    page.get_by_role("combobox").press_sequentially("Lyon")
    page.get_by_role("option", name="Lyon, FR").click()
    expect(status).to_have_text(re.compile("an area about 900 m by 600 m, near Lyon, FR"))
    expect(page.locator("[data-picture]")).to_be_visible()
    before = page.locator("[name=latitude]").input_value()
    page.get_by_role("button", name="Choose on the map").click()
    expect(page.locator(".place__area")).to_be_attached()
    expect(page.locator("[data-picture]")).to_be_hidden()
    for key in ("ArrowUp", "ArrowUp", "Enter"):
        page.locator("[data-map]").press(key)
    expect(page.locator("[name=latitude]")).not_to_have_value(before)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[name=latitude]")).to_have_value(before)
    page.get_by_role("button", name="Use my position").click()
    expect(status).to_have_text(re.compile("may not tell your position"))
    expect(page.locator("[name=latitude]")).to_have_value(before)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 45.75, "longitude": 4.85})
    page.get_by_role("button", name="Use my position").click()
    expect(page.locator("[name=latitude]")).to_have_value("45.750000")
    page.get_by_role("button", name="Look around").click()
    page.wait_for_url("**/")
    assert page.evaluate("refused") == []

"""Every page: accessible light and dark, no wider than the phone, nothing refused or broken."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from accounts.models import User
from tests.browser.conftest import PHONE, Opens
from tests.browser.sights import COORDINATOR, GROWER, MODERATOR, SEARCHER, SIGHTS, come_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# A signal needs weeks of a town's events; insights' own tests make them.
SEEN = [sight for sight in SIGHTS if sight.name != "signal"]
LISTENER = """
window.refused = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
SHAPE = """() => ({
  wide: document.documentElement.scrollWidth > innerWidth,
  headings: document.querySelectorAll("h1").length,
  lang: document.documentElement.lang,
  broken: [...document.images].filter((image) => image.complete && !image.naturalWidth)
    .map((image) => image.src),
  refused: window.refused,
})"""
# Colours turn in a fifth of a second, for someone who minds motion at once; on a busy machine even
# that is seen half-way, so what still turns is waited for.
PAINTED = """async () => {
  const frame = () => new Promise(requestAnimationFrame)
  await frame(); await frame()
  while (document.getAnimations().some((each) => each.playState === "running")) await frame()
}"""
AXE = Axe().axe_script
WELL = {"wide": False, "headings": 1, "lang": "en", "broken": [], "refused": []}


@pytest.mark.parametrize("who", ["", GROWER, SEARCHER, COORDINATOR, MODERATOR])
def test_every_page_is_well(opens: Opens, street: dict[str, User], who: str) -> None:
    page = opens(street.get(who))
    page.add_init_script(LISTENER)
    said: list[str] = []
    page.on("console", lambda message: said.extend(complaints(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    found: dict[str, Any] = {}
    for sight in (sight for sight in SEEN if sight.who == who):
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        try:
            status = come_to(page, "", sight)
        except LookupError as missing:
            found[sight.name] = [str(missing)]
            continue
        if status != sight.status:
            said.append(f"{status} instead of {sight.status}")
        found[sight.name] = problems(page) + [
            line for line in said if str(sight.status) not in line
        ]
        said.clear()
    assert {name: what for name, what in found.items() if what} == {}


def complaints(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type in ("error", "warning") else []


def problems(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(PAINTED)
    page.evaluate(AXE)
    found = differences(page) + violations(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += differences(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.evaluate(PAINTED)
    return found + differences(page) + violations(page)


def differences(page: Page) -> list[str]:
    shape = page.evaluate(SHAPE)
    return [f"{name}: {shape[name]}" for name in WELL if shape[name] != WELL[name]]


def violations(page: Page) -> list[str]:
    """What axe, which is there already, finds."""
    answer = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]


def test_page_says_its_language(opens: Opens, db: None) -> None:
    page = opens(locale="es-ES")
    page.goto("/")
    assert page.get_attribute("html", "lang") == "es"

"""Every page: accessible, no wider than the phone, nothing refused or broken.

Axe looks at each page once, in turn light on a phone and dark on a desk; `make a11y` looks at each
in all ways.
"""

from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from accounts.models import User
from tests.browser.conftest import Opens
from tests.browser.leads_to import LEADS_TO
from tests.browser.sights import COORDINATOR, GROWER, MODERATOR, SEARCHER, SIGHTS, Sight, Walk
from tests.browser.wellness import (
    AXE,
    DESK,
    NARROW,
    PAINTED,
    PHONE,
    complaints,
    differences,
    violations,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = (PHONE, NARROW, DESK)
Look = tuple[dict[str, int], Any]
LOOKS: tuple[Look, ...] = ((PHONE, "light"), (DESK, "dark"))

# A signal needs weeks of a town's events; insights' own tests make them.
SEEN = [sight for sight in SIGHTS if sight.name != "signal"]


@pytest.mark.parametrize("who", ["", GROWER, SEARCHER, COORDINATOR, MODERATOR])
def test_every_page_is_well(opens: Opens, street: dict[str, User], who: str) -> None:
    page = opens(street.get(who))
    said: list[str] = []
    page.on("console", lambda message: said.extend(complaints(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    found: dict[str, Any] = {}
    walk = Walk(page)
    own = (sight for sight in SEEN if sight.who == who)
    for sight, look in zip(own, cycle(LOOKS), strict=False):
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        try:
            status = walk.to(sight)
        except LookupError as missing:
            found[sight.name] = [str(missing)]
            continue
        if status != sight.status:
            said.append(f"{status} instead of {sight.status}")
        found[sight.name] = elsewhere(page, sight) + problems(page, look)
        found[sight.name] += [line for line in said if str(sight.status) not in line]
        said.clear()
    assert {name: what for name, what in found.items() if what} == {}


def elsewhere(page: Page, sight: Sight) -> list[str]:
    """Where links that are followed lead to another page than the sight says."""
    if not sight.follow:
        return []
    there = resolve(urlsplit(page.url).path).view_name
    return [] if there == LEADS_TO[sight.name] else [f"came to {there}"]


def problems(page: Page, look: Look) -> list[str]:
    """What is wrong with its shape at any width, and what axe finds at one."""
    found = []
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += differences(page)
    size, scheme = look
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(PAINTED)
    page.evaluate(AXE)
    return found + violations(page)


def test_page_says_its_language(opens: Opens, db: None) -> None:
    page = opens(locale="es-ES")
    page.goto("/")
    assert page.get_attribute("html", "lang") == "es"

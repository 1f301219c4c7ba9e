"""Every page, in every language, light and dark, narrow, enlarged, in forced colours: `make a11y`.

Too long for each change: 150 pages, 900 looks by axe. `test_every_page.py` looks at each page once.
Prints a table of what was looked at, and fails on any finding.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from accounts.models import User
from tests.browser.conftest import Opens
from tests.browser.sights import COORDINATOR, GROWER, MODERATOR, SEARCHER, SIGHTS, Sight, Walk
from tests.browser.wellness import (
    AXE,
    DESK,
    NARROW,
    PAINTED,
    PHONE,
    RINGED,
    WCAG,
    differences,
    violations,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEEN = [sight for sight in SIGHTS if sight.name != "signal"]
# A desk at 200 %: half of its points each way (WCAG 1.4.4), still wider than a phone.
ENLARGED = {"width": DESK["width"] // 2, "height": DESK["height"] // 2}
# What takes no time does not move, also while it waits to begin, as what is busy does for a moment.
MOVING = """document.getAnimations()
  .filter((each) => each.playState === "running" && each.effect.getComputedTiming().activeDuration)
  .map((each) => `moves: ${each.effect.target.outerHTML.slice(0, 100)}`)"""
# In forced colours backgrounds go: what is only a background has to have an edge as well.
UNSEEN = """() => {
  const edge = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo)
    return ["top", "right", "bottom", "left"].some((side) =>
      parseFloat(style[`border-${side}-width`]) > 0 && style[`border-${side}-style`] !== "none")
  }
  const shown = (element) => element.checkVisibility({visibilityProperty: true})
    && element.getBoundingClientRect().width > 1
  const name = (element) => element.outerHTML.slice(0, 100)
  const found = []
  const plates = "main :is(.btn:not(.btn--plain), .chip, .badge, select, textarea, input:not("
    + "[type=hidden], [type=checkbox], [type=radio], [type=file], [type=image]))"
  for (const element of document.querySelectorAll(plates))
    if (shown(element) && !edge(element.closest(".stepper") ?? element)
      && getComputedStyle(element).forcedColorAdjust !== "none")
      found.push(`no edge: ${name(element)}`)
  const look = (element) => { const style = getComputedStyle(element)
    return [style.backgroundColor, style.color, style.borderTopColor, style.borderTopWidth,
      style.outlineStyle, style.outlineWidth, style.fontWeight, style.textDecorationLine].join() }
  for (const group of document.querySelectorAll("fieldset, .chips, .segmented")) {
    const all = [...group.querySelectorAll("label:has(input[type=radio]), [aria-pressed], a.chip")]
      .filter(shown)
    const is = (each) => each.matches(":has(:checked), [aria-pressed=true], [aria-current]")
    const on = all.find(is), off = all.find((each) => !is(each))
    const box = on && on.querySelector("input")
    if (on && off && !(box && shown(box)) && look(on) === look(off))
      found.push(`chosen looks like the others: ${name(on)}`)
  }
  return found
}"""
FOCUSED = f"""() => {{
  const ringed = {RINGED}
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((each) => each.checkVisibility({{visibilityProperty: true}}) && !each.disabled)
    .slice(0, 60)
    .filter((each) => {{
      each.focus({{focusVisible: true}})
      return document.activeElement === each && !ringed(each)
    }})
    .map((each) => `focus is not seen: ${{each.outerHTML.slice(0, 100)}}`)
}}"""


def themed(page: Page, scheme: Any) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(PAINTED)
    moving: list[str] = page.evaluate(MOVING)
    return moving + violations(page, *WCAG)


def sized(page: Page, size: dict[str, int], language: str) -> list[str]:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    found = differences(page, lang=language)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return found


def in_forced_colours(page: Page) -> list[str]:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.evaluate(PAINTED)
    found: list[str] = page.evaluate(UNSEEN) + page.evaluate(FOCUSED)
    page.emulate_media(forced_colors="none", reduced_motion="reduce")
    return found


LOOKS: dict[str, Callable[[Page, str], list[str]]] = {
    "light": lambda page, language: themed(page, "light"),
    "dark": lambda page, language: themed(page, "dark"),
    "320 px": lambda page, language: sized(page, NARROW, language),
    "200 %": lambda page, language: sized(page, ENLARGED, language),
    "forced colours": lambda page, language: in_forced_colours(page),
}


def looked_at(walk: Walk, sight: Sight, language: str) -> dict[str, list[str]]:
    """What each look finds on one page."""
    try:
        walk.to(sight)
    except LookupError as missing:
        return {"way": [str(missing)]}
    walk.page.evaluate(AXE)
    return {name: look(walk.page, language) for name, look in LOOKS.items()}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("who", ["", GROWER, SEARCHER, COORDINATOR, MODERATOR])
def test_every_look_at_every_page(
    opens: Opens,
    street: dict[str, User],
    capsys: pytest.CaptureFixture[str],
    who: str,
    language: str,
) -> None:
    user = street.get(who)
    if user:
        user.language = language
        user.save(update_fields=["language"])
    walk = Walk(opens(user, locale=language))
    lines: list[str] = []
    found: dict[str, list[str]] = defaultdict(list)
    for sight in (sight for sight in SEEN if sight.who == who):
        looks = looked_at(walk, sight, language)
        counts = "".join(f"{len(looks.get(name, [])) or 'ok':>16}" for name in LOOKS)
        lines.append(f"{sight.name:<28}{language:>4}{counts}")
        for name, wrong in looks.items():
            found[name] += [f"{sight.name}: {what}" for what in wrong]
    with capsys.disabled():
        print(f"\n{'page':<32}" + "".join(f"{name:>16}" for name in LOOKS))  # noqa: T201
        print("\n".join(lines))  # noqa: T201
        for name, wrong in found.items():
            print("\n".join(f"{name}: {what}" for what in wrong), end="")  # noqa: T201
    assert {name: what for name, what in found.items() if what} == {}

"""Whether the page that a browser shows is well: its shape, and what axe says of it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
SHAPE = """() => ({
  wide: document.documentElement.scrollWidth > innerWidth,
  headings: document.querySelectorAll("h1").length,
  lang: document.documentElement.lang,
  notice: document.querySelector("[data-notice]")?.checkVisibility() ?? false,
  broken: [...document.images].filter((image) => image.complete && !image.naturalWidth)
    .map((image) => image.src),
})"""
# Colours turn in a fifth of a second, for someone who minds motion at once; on a busy machine even
# that is seen half-way, so what still turns is waited for, and what is still fetched.
PAINTED = """async () => {
  const frame = () => Promise.race([
    new Promise(requestAnimationFrame), new Promise((done) => setTimeout(done, 1000))])
  const turns = () => document.getAnimations().filter((each) => each.playState === "running")
  const busy = () => [...document.querySelectorAll("[aria-busy=true]")]
  const end = performance.now() + 30000
  await frame(); await frame()
  while (turns().length || busy().length) {
    if (performance.now() > end)
      throw new Error(`never still: ${[...turns().map((each) => each.effect.target), ...busy()]
        .map((element) => element?.outerHTML.slice(0, 100))}`)
    await frame()
  }
}"""
# A ring around the element, or around what it stands for: its stepper, label or card; of an area on
# a map, a line thicker than that of one that is pointed at.
RINGED = """(element) => [element, element.nextElementSibling,
    element.closest("label, .stepper, .card, .combobox, li")]
  .filter(Boolean).flatMap((each) => [getComputedStyle(each), getComputedStyle(each, "::after")])
  .some((style) => parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none")
  || [...element.querySelectorAll(".cell")].some((cell) =>
    parseFloat(getComputedStyle(cell).strokeWidth) >= 4)"""
AXE = Axe().axe_script
# The bar along the foot of a phone hides what a scroll would show, and axe does not scroll.
LOOK = """async (options) => {
  const bar = document.querySelector(".tabbar")
  bar?.style.setProperty("position", "static")
  const answer = await axe.run(options)
  bar?.style.removeProperty("position")
  return answer
}"""
WELL = {"wide": False, "headings": 1, "lang": "en", "notice": False, "broken": []}
# The levels we promise, with what axe only looks at when it is asked for the newest (target size).
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def complaints(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type in ("error", "warning") else []


def differences(page: Page, **expected: Any) -> list[str]:
    """How the shape of a page differs from a page that is well."""
    well, shape = {**WELL, **expected}, page.evaluate(SHAPE)
    return [f"{name}: {shape[name]}" for name in well if shape[name] != well[name]]


def violations(page: Page, *tags: str) -> list[str]:
    """What axe, which is there already, finds; by its own choice of rules, or all with `tags`."""
    # Reading style sheets anew is for rules that are not asked, and takes an inline one.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if tags:
        options["runOnly"] = {"type": "tag", "values": tags}
    answer = page.evaluate(LOOK, options)
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]

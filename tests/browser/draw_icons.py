"""Draws the app icons out of static/brand.svg and static/icons.svg into static/icons/.

The pictures are committed; `python -m tests.browser.draw_icons` is run again when the mark or a
colour changes.
"""

import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[2] / "static"
LEAF, PAPER = "#23603a", "#fffdf5"
SHORTCUTS = {"share": "plus", "ask": "hand", "exchanges": "handshake"}
PAGE = "<!doctype html><style>*{margin:0}svg{display:block}</style>"


def brand(size: int, *, fills: bool) -> str:
    """The mark, filling its square to the corners, or with the round corners it is drawn with."""
    mark = (STATIC / "brand.svg").read_text().split("?>", 1)[1]
    mark = mark.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
    return mark.replace('rx="16"', 'rx="0"') if fills else mark


def maskable(size: int) -> str:
    """Edge to edge, with the mark a little smaller: phones cut circles and drops out of it."""
    smaller = '<g transform="translate(3.2 3.2) scale(.9)">'
    ground, mark = re.split(r"(?<=/>)", brand(size, fills=True), maxsplit=1)
    return ground + smaller + mark.replace("</svg>", "</g></svg>")


def shortcut(symbol: str) -> str:
    """A sign out of the sprite, on the mark's green."""
    sprite = (STATIC / "icons.svg").read_text()
    found = re.search(rf'<symbol id="{symbol}"[^>]*>(.*?)</symbol>', sprite, flags=re.S)
    if not found:
        raise LookupError(symbol)
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    stroke = f'fill="none" stroke="{PAPER}" stroke-width="2" {ends}'
    ground = f'<rect width="96" height="96" rx="24" fill="{LEAF}"/>'
    drawn = f'<g transform="translate(24 24) scale(2)" {stroke}>{found[1]}</g>'
    return f'<svg width="96" height="96" viewBox="0 0 96 96">{ground}{drawn}</svg>'


def icons() -> dict[str, tuple[int, str]]:
    """Name → size in pixels, and drawing. Apple rounds the corners itself."""
    return {
        "icon-180": (180, brand(180, fills=True)),
        "icon-192": (192, brand(192, fills=False)),
        "icon-512": (512, brand(512, fills=False)),
        "icon-maskable-512": (512, maskable(512)),
        **{f"shortcut-{name}": (96, shortcut(symbol)) for name, symbol in SHORTCUTS.items()},
    }


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for name, (size, drawing) in icons().items():
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(PAGE + drawing)
            page.screenshot(path=STATIC / "icons" / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()

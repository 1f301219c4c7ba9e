"""Pictures of every page, on a phone and on a desk, light and dark: to look at, not to compare.

python -m tests.browser.screenshots [--address http://localhost:8000] [--only home share]
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.sights import SIGHTS, Sight, come_to

WIDTHS = {"phone": (360, 740), "desk": (1280, 800)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PASSWORD = "demo-foodcoord"


def sign_in(browser: Browser, site: str, who: str, keep: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", f"{who}@foodcoord.example")
    page.click("main summary")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]:not([form])")
    page.wait_for_load_state("networkidle")
    context.storage_state(path=keep)
    context.close()


def take(browser: Browser, site: str, sights: list[Sight], folder: Path) -> None:
    for who in sorted({sight.who for sight in sights}):
        state = folder / f".{who}.json"
        if who and not state.exists():
            sign_in(browser, site, who, state)
        for theme in THEMES:
            context = browser.new_context(
                color_scheme=theme,
                reduced_motion="reduce",
                storage_state=state if who else None,
            )
            page = context.new_page()
            for sight in (sight for sight in sights if sight.who == who):
                for size, (width, height) in WIDTHS.items():
                    page.set_viewport_size({"width": width, "height": height})
                    try:
                        come_to(page, site, sight)
                    except LookupError as missing:
                        sys.stderr.write(f"{missing}\n")
                        break
                    page.wait_for_load_state("networkidle")
                    page.screenshot(
                        path=folder / f"{sight.name}-{size}-{theme}.png", full_page=True
                    )
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8000", help="of a running demo")
    parser.add_argument("--folder", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--only", nargs="*", default=[], help="names, see sights.py")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    sights = [sight for sight in SIGHTS if not asked.only or sight.name in asked.only]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-quic"]
        )
        take(browser, asked.address.rstrip("/"), sights, asked.folder)
        browser.close()


if __name__ == "__main__":
    main()

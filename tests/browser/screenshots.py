"""Pictures of every page, on a phone and on a desk, light and dark: to look at, not to compare.

python -m tests.browser.screenshots [--port 8000] [--data-dir var] [--only home share]

Of the demo that runs on that port; where none does, one is started and ended again. What the demo
has nothing to show for is taken in the street of the tests.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Page, StorageState, sync_playwright

from foodcoord.demo.address import is_ready
from tests.browser import contact_sheet
from tests.browser.sights import SIGHTS, Sight, Walk
from tests.browser.wellness import PAINTED

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {"phone": (360, 740), "desk": (1280, 800)}
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
LOOKS = [f"{size}-{theme}" for size in WIDTHS for theme in THEMES]
# The demo's people; who moderates there is the admin.
ACCOUNTS = {"moderator": "admin"}
PASSWORD = "demo-foodcoord"
START_SECONDS = 900
NOT_TAKEN = "not-taken.json"
Opens = Callable[[str, Theme], Page]
# A page with live updates is never idle on the network.
PICTURES = """() => Promise.race([
  new Promise((done) => setTimeout(done, 10000)),
  Promise.all([...document.images].map((image) => image.complete
    || new Promise((done) => { image.onload = image.onerror = done }))),
]).then(() => true)"""


@contextmanager
def demo(port: int, data: str) -> Iterator[str]:
    """The address of the demo on that port, started for as long as it is needed if none runs."""
    site = f"http://localhost:{port}"
    if is_ready(port)[0]:
        yield site
        return
    say(f"No demo answers on port {port}: starting one (its town takes some minutes) …")
    command = [sys.executable, "manage.py", "demo", "--port", str(port), "--data-dir", data]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready(port)[0]:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("The demo did not start: make demo says why.")
            time.sleep(1)
        yield site
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def of_the_demo(browser: Browser, site: str) -> Opens:
    """Pages of that demo, whose people sign in by password, once each."""

    @cache
    def signed_in(who: str) -> StorageState:
        context = browser.new_context(base_url=site)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", f"{ACCOUNTS.get(who, who)}@foodcoord.example")
        page.click("main summary")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]:not([form])")
        page.wait_for_load_state("networkidle")
        state = context.storage_state()
        context.close()
        return state

    def opened(who: str, theme: Theme) -> Page:
        state = signed_in(who) if who else None
        context = browser.new_context(
            base_url=site, color_scheme=theme, reduced_motion="reduce", storage_state=state
        )
        return context.new_page()

    return opened


def take(sights: Sequence[Sight], folder: Path, opened: Opens) -> dict[str, str]:
    """Take all pictures.

    Args:
        sights: of which pages.
        folder: where to put them.
        opened: `opened(who, theme)` is a page of that person's own, nobody's for an empty name.

    Returns:
        Name → why, for those that could not be taken.
    """
    missing: dict[str, str] = {}
    for who in sorted({sight.who for sight in sights}):
        for theme in THEMES:
            walk = Walk(opened(who, theme))
            for sight in (sight for sight in sights if sight.who == who):
                if why := take_one(walk, sight, folder, theme):
                    missing[sight.name] = why
            walk.page.context.close()
    return missing


def take_one(walk: Walk, sight: Sight, folder: Path, theme: str) -> str:
    """A page at each width; why it could not be taken, or nothing."""
    page = walk.page
    try:
        status = walk.to(sight)
        for size, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(PAINTED)
            # As tall as the page, so that what sticks to the lower edge is there.
            tall = max(height, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": width, "height": tall})
            page.evaluate(PAINTED)
            page.evaluate(PICTURES)
            page.screenshot(path=folder / f"{sight.name}-{size}-{theme}.png")
    except (LookupError, Error) as missing:
        return str(missing).splitlines()[0]
    return "" if status == sight.status else f"answered {status} instead of {sight.status}"


def take_in_the_street(names: Iterable[str], folder: Path) -> dict[str, str]:
    """As `take`, of pages by their names, in a town of the tests that has something on each."""
    asked = {"PICTURES_OF": " ".join(names), "PICTURES_IN": str(folder.resolve())}
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/browser/street_pictures.py"],
        cwd=ROOT,
        env={**os.environ, **asked},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    said = folder / NOT_TAKEN
    missing: dict[str, str] = json.loads(said.read_text())
    said.unlink()
    return missing


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the demo")
    parser.add_argument("--data-dir", default="var", help="of the demo, if one has to be started")
    parser.add_argument("--folder", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--only", nargs="*", default=[], help="names, see sights.py")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    sights = [sight for sight in SIGHTS if not asked.only or sight.name in asked.only]
    with demo(asked.port, asked.data_dir) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-quic"]
        )
        missing = take(sights, asked.folder, of_the_demo(browser, site))
        browser.close()
    if missing:
        say(f"{len(missing)} are not in the demo, and taken in the street of the tests …")
        missing = take_in_the_street(missing, asked.folder)
    taken = [
        sight.name for sight in sights if (asked.folder / f"{sight.name}-{LOOKS[0]}.png").exists()
    ]
    page = contact_sheet.write(asked.folder, taken, LOOKS, missing)
    for name, why in sorted(missing.items()):
        say(f"not taken: {name}: {why}")
    say(f"{len(taken)} pages, {len(missing)} could not be taken as they should be: {page}")


if __name__ == "__main__":
    main()

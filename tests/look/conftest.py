"""A browser on a page made of components alone: no server, no database."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, Page, Route

ORIGIN = "http://look.test"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'"
SHELL = """<!doctype html><html lang="en"><head><title>Components</title>
<meta name="viewport" content="width=device-width">
{% include "components/styles.html" %}{% include "components/htmx_config.html" %}
<script src="/static/django_htmx/htmx-2.min.js" defer></script>
<script type="module" src="/static/js/choices.js"></script>
<script type="module" src="/static/js/navigation.js"></script>
<script type="module" src="/static/js/notices.js"></script></head>
<body><main><h1>Components</h1>BODY</main>{% include "components/notices.html" %}</body></html>"""

Show = Callable[..., Page]


def rendered(source: str, context: dict[str, object]) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """`show(source, context, answers={"/path": html})` opens that page.

    What the browser complains of (scripts, the content policy, missing files) fails the test.
    """
    complaints: list[str] = []
    opened: list[Page] = []

    def open_page(
        source: str,
        context: dict[str, object] | None = None,
        answers: dict[str, str] | None = None,
    ) -> Page:
        texts = {"/": rendered(SHELL.replace("BODY", source), context or {}), **(answers or {})}
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route(f"{ORIGIN}/**", lambda route: answer(route, texts))
        page.goto(f"{ORIGIN}/")
        page.wait_for_load_state("networkidle")
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()
    assert complaints == []


def answer(route: Route, texts: dict[str, str]) -> None:
    path = urlsplit(route.request.url).path
    if path in texts:
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        return route.fulfill(body=texts[path], headers=headers)
    file = finders.find(path.removeprefix("/static/"))
    if not isinstance(file, str):
        return route.fulfill(status=404)
    kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
    return route.fulfill(body=Path(file).read_bytes(), headers={"Content-Type": kind})

"""The first page is light."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from accounts.models import User
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PACKED_ALREADY = (".woff2", ".png", ".webp")


def on_the_wire(answer: Response) -> int:
    """Bytes of an answer as a server sends it: text packed, the rest as it is."""
    body = answer.body()
    return len(body) if answer.url.endswith(PACKED_ALREADY) else len(gzip.compress(body))


def weights_of(page: Page, path: str) -> dict[str, int]:
    """What a cold browser is sent for a page, by address."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    return {answer.url: on_the_wire(answer) for answer in answers}


def test_first_page_weighs_little(opens: Opens, street: dict[str, User]) -> None:
    weights = weights_of(opens(street["grower"]), "/")
    scripts = sum(weight for url, weight in weights.items() if url.endswith(".js"))
    assert (sum(weights.values()) <= 100_000, scripts <= 60_000) == (True, True), weights

"""On paper: black on white, without what is pressed."""

import pytest
from playwright.sync_api import expect

from tests.look.conftest import Show

pytestmark = pytest.mark.browser

SHEET = """<header class="site-head">Head</header><section class="panel"><h2>Courgettes</h2>
<p><a href="https://example.org/map">Map</a></p>
<p class="actions"><a class="btn" href="#x">Press</a></p>
<table class="table"><tr><td>Tick</td></tr></table></section>"""
PAPER = """() => ({
  ground: getComputedStyle(document.documentElement).backgroundColor,
  ink: getComputedStyle(document.querySelector("h2")).color,
  after: getComputedStyle(document.querySelector("main a"), "::after").content,
})"""


def test_a_sheet_prints_what_is_said(show: Show) -> None:
    page = show(SHEET)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_text("Head")).to_be_hidden()
    expect(page.get_by_text("Press")).to_be_hidden()
    expect(page.get_by_text("Tick")).to_be_visible()
    assert page.evaluate(PAPER) == {
        "ground": "rgb(255, 255, 255)",
        "ink": "rgb(0, 0, 0)",
        "after": '" (https://example.org/map)"',
    }

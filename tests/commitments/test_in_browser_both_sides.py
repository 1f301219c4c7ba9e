"""Both sides at once, each with a phone: negotiate, cancel late, part with a code, a no-show."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from commitments import services
from commitments.codes import code_of
from commitments.models import Commitment
from core import clock
from tests.browser.conftest import Opens, grower, opens, refused, searcher
from tests.factories import make_commitment, make_listing

__all__ = ["grower", "opens", "refused", "searcher"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]


@pytest.fixture
def asked(grower, searcher) -> Commitment:
    listing = make_listing(by=grower, food="tomato", quantity="3")
    return make_commitment(by=searcher, listing=listing, quantity="2")


def test_both_sides_find_a_time_and_hand_over_a_part_with_the_code(
    opens: Opens, asked, grower, searcher
):
    gina, tom = opens(grower), opens(searcher)
    gina.goto(asked.get_absolute_url())
    gina.get_by_role("link", name="Offer other times").click()
    day = (clock.now() + timedelta(days=1)).date().isoformat()
    gina.locator("#id_day_1").fill(day)
    gina.locator("#id_first_1").fill("10:00")
    gina.locator("#id_last_1").fill("12:00")
    gina.get_by_role("button", name="Offer these").click()
    expect(gina.get_by_text("Tom has not answered yet.").first).to_be_visible()
    tom.goto("/exchanges/?show=waiting")
    tom.get_by_role("link", name="See the times").click()
    tom.goto(asked.get_absolute_url())
    tom.locator('button[name="window"]').first.click()
    expect(tom.get_by_text("Agreed: Gina hands this over to you.")).to_be_visible()
    expect(tom.get_by_text(code_of(asked))).to_be_visible()
    code = tom.locator('img[src$="code.svg"]')
    width = code.evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert width > 100
    gina.goto(f"{asked.get_absolute_url()}hand-over/?code={code_of(asked)}")
    gina.get_by_label(re.compile("How much")).fill("0.5")
    gina.get_by_role("button", name="I handed it over").click()
    expect(gina.get_by_text("You gave 0.5 kg to Tom")).to_be_visible()
    tom.reload()
    expect(tom.get_by_text("You got 0.5 kg from Gina")).to_be_visible()
    assert Commitment.objects.get().confirmed_at is not None


def test_late_cancellation_is_told_to_the_other_side_and_undone(
    opens: Opens, asked, grower, searcher
):
    services.accept(commitment=asked, by=grower)
    gina, tom = opens(grower), opens(searcher)
    tom.goto(asked.get_absolute_url())
    tom.get_by_role("link", name="Cancel").click()
    tom.get_by_text("Someone is ill").click()
    tom.get_by_role("button", name="Cancel it").click()
    gina.goto(asked.get_absolute_url())
    expect(gina.get_by_text("Someone is ill")).to_be_visible()
    expect(gina.get_by_role("button", name="Undo")).to_have_count(0)
    tom.get_by_role("button", name="Undo").click()
    expect(tom.get_by_text("Agreed: Gina hands this over to you.")).to_be_visible()
    gina.reload()
    expect(gina.get_by_text("Agreed: you hand this over to Tom.")).to_be_visible()


def test_no_show_is_asked_of_both_and_blames_nobody(opens: Opens, asked, grower, searcher):
    with clock.at(clock.now() - timedelta(hours=10)):
        listing = make_listing(by=grower, available_until=clock.now() + timedelta(days=2))
        past = make_commitment(by=searcher, listing=listing)
        services.accept(commitment=past, by=grower)
    gina, tom = opens(grower), opens(searcher)
    for page, words in ((gina, "Did you hand it over to Tom?"), (tom, "Did you get it from Gina?")):
        page.goto(past.get_absolute_url())
        expect(page.get_by_text(words)).to_be_visible()
    tom.get_by_role("link", name="It did not happen").click()
    tom.get_by_role("button", name="It did not happen").click()
    expect(tom.get_by_text("The hand-over did not happen. You can ask again.")).to_be_visible()
    gina.reload()
    expect(gina.get_by_text("The hand-over did not happen. What you offered")).to_be_visible()

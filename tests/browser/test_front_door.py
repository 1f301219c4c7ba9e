"""A visitor looks around, and a newcomer is asked three things."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from accounts.models import User
from tests.browser.conftest import NEXT_DOOR, Opens
from tests.browser.wellness import AXE, PAINTED, violations
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({ type: "layout-shift", buffered: true });
"""


def test_a_visitor_sees_the_town_and_looks_around_in_another(
    opens: Opens, street: dict[str, User], settings: Settings
) -> None:
    settings.DEFAULT_PLACE = f"{NEXT_DOOR[0]},{NEXT_DOOR[1]}"
    page = opens()
    page.add_init_script(SHIFTS)
    page.goto("/", wait_until="networkidle")
    assert page.evaluate("window.shifted") < 0.01
    expect(page.get_by_role("heading", name="Around Lyon, now")).to_be_visible()
    page.evaluate(PAINTED)
    page.evaluate(AXE)
    assert violations(page) == []
    page.get_by_role("combobox", name="Or look around in another town").press_sequentially("Greno")
    page.get_by_role("option", name="Grenoble").click()
    page.get_by_role("button", name="Look there").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Around Grenoble"))


def test_a_newcomer_goes_through_three_steps_without_scripts(opens: Opens, db: None) -> None:
    page = opens(make_user(home=None, display_name=""), java_script_enabled=False)
    page.goto("/welcome/")
    page.get_by_label("What should people call you?").fill("Nora")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("combobox", name="Town").fill("Lyon, FR")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="What others see")).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_label("What should people call you?")).to_have_value("Nora")
    page.get_by_role("link", name="Skip", exact=True).click()
    page.get_by_role("button", name="Yes, go on").click()
    page.locator("label", has_text="Find or ask for food").click()
    page.get_by_role("button", name="Show me what is near").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Around your home")
    expect(page.get_by_role("link", name="ask for what you need")).to_be_visible()

"""The main job by keys alone: Tab, Enter, Space and arrows; where one is can always be seen."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from commitments.models import Commitment
from conversations.models import Message
from listings.models import Listing
from tests.browser.conftest import Opens
from tests.browser.wellness import DESK, RINGED
from tests.factories import PASSWORD, make_listing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]

MOST_TABS = 120
HAS_FOCUS = "(element) => element === document.activeElement"
WHERE = "document.activeElement.outerHTML.slice(0, 120)"
IN_PAGE = "document.activeElement !== document.body"


class Keys:
    """Hands on a keyboard, and eyes that look for the focus at every step."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, path: str) -> None:
        """Go to a page, past everything that is on every page."""
        self.page.goto(path)
        self.page.keyboard.press("Tab")
        skip = self.page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def to(self, target: Locator) -> None:
        """Tab on until it is reached; whatever is passed shows that it has the focus."""
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if focused.count():
                assert focused.evaluate(RINGED), self.page.evaluate(WHERE)
            if target.evaluate(HAS_FOCUS):
                return
        raise AssertionError(f"not reached by Tab: {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.to(target)
        self.page.keyboard.press(key)

    def write(self, target: Locator, text: str) -> None:
        """As one who types over what stands there."""
        self.to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)


def test_signing_in_and_sharing(opens: Opens, grower: User) -> None:
    page = opens()
    keys = Keys(page)
    keys.open("/accounts/login/")
    expect_in_order(page)
    keys.write(page.locator("input[name=login]"), grower.email)
    keys.press(page.locator("main summary"))
    keys.write(page.locator("input[name=password]"), PASSWORD)
    keys.press(page.get_by_role("button", name="Go on"))
    expect(page.locator(".site-head [data-menu]")).to_be_visible()

    keys.open("/listings/new/")
    keys.to(page.locator("#id_food"))
    page.keyboard.type("courg")
    expect(page.get_by_role("option", name=re.compile("Courgette")).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    keys.write(page.locator("#id_quantity"), "4")
    keys.press(page.get_by_role("button", name="Share it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Courgette")
    shared = Listing.objects.get()
    assert (shared.food.slug, shared.quantity) == ("courgette", Decimal(4))


def test_proposing_accepting_writing_and_handing_over(
    opens: Opens, grower: User, searcher: User
) -> None:
    listing = make_listing(by=grower, food="courgette", quantity="9")
    tom, gina = Keys(opens(searcher)), Keys(opens(grower))
    tom.open(f"/listings/{listing.pk}/")
    tom.press(tom.page.get_by_role("link", name="Ask for some"))
    tom.page.wait_for_url("**/exchanges/new/**")
    tom.write(tom.page.locator("[name=quantity]"), "3")
    tom.press(tom.page.get_by_role("button", name="Propose it"))
    tom.page.wait_for_url(re.compile("/exchanges/[0-9a-f-]{36}/"))
    promise = Commitment.objects.get()

    gina.open("/exchanges/")
    gina.press(gina.page.get_by_role("button", name="Accept"), "Space")
    expect(gina.page.locator("main")).to_contain_text("Agreed: you hand this over to Tom.")
    gina.open(f"/conversations/{promise.pk}/")
    gina.write(gina.page.locator("[name=text]"), "Ring the bell twice.")
    gina.press(gina.page.get_by_role("button", name="Send", exact=True))
    expect(gina.page.locator("main")).to_contain_text("Ring the bell twice.")
    assert Message.objects.get().text == "Ring the bell twice."

    tom.open(f"/exchanges/{promise.pk}/")
    tom.press(tom.page.locator("main a[href$='/hand-over/']"))
    tom.page.wait_for_url("**/hand-over/")
    tom.press(tom.page.locator("main button[type=submit].btn").first, "Space")
    expect(tom.page.locator("main")).to_contain_text("You received this from Gina.")
    promise.refresh_from_db()
    assert (promise.state, promise.quantity) == ("fulfilled", Decimal(3))


def test_menu_and_folds_open_close_and_give_the_focus_back(opens: Opens, grower: User) -> None:
    page = opens(grower, viewport=DESK)
    keys = Keys(page)
    page.goto("/")
    menu = page.locator(".site-head [data-menu]")
    summary = menu.locator("summary")
    keys.press(summary)
    expect(menu).to_have_attribute("open", "")
    keys.to(menu.get_by_role("link", name="What I share"))
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    page.goto("/listings/new/")
    fold = page.locator("main details").first
    keys.press(fold.locator("summary"), "Space")
    expect(fold).to_have_attribute("open", "")


def test_tab_goes_through_a_page_and_out_of_it(opens: Opens, street: dict[str, User]) -> None:
    page = opens(street["grower"])
    for user_path in ("/", "/listings/new/", "/place/", "/insights/", "/exchanges/?show=agreed"):
        page.goto(user_path)
        for _ in range(3 * MOST_TABS):
            page.keyboard.press("Tab")
            if not page.evaluate(IN_PAGE):
                break
        assert not page.evaluate(IN_PAGE), f"{user_path}: {page.evaluate(WHERE)}"


def test_radio_chips_are_chosen_by_arrows(opens: Opens, grower: User) -> None:
    page = opens(grower)
    keys = Keys(page)
    keys.open("/listings/new/")
    until = page.locator("main fieldset input[type=radio]:checked").first
    keys.to(until)
    before = until.input_value()
    page.keyboard.press("ArrowRight")
    after = page.locator(":focus").input_value()
    assert before != after
    expect(page.locator(":focus")).to_be_checked()


def expect_in_order(page: Page) -> None:
    """No positive tabindex: the order of the keys is the order of the page."""
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0

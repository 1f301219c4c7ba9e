"""The main job as people do it, with a thumb on a phone; and again without JavaScript."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from commitments.models import Commitment
from listings.models import Listing
from tests.accounts.inbox import code_in_last_mail
from tests.browser.conftest import Opens
from tests.browser.wire import slow
from tests.factories import PASSWORD, make_listing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]

EXACT_PLACE = "45.765000, 4.836000"


class Thumb:
    """Taps, and counts them; typing is not a tap, going into a field is."""

    def __init__(self) -> None:
        self.taps = 0

    def on(self, target: Locator) -> None:
        target.click()
        self.taps += 1


def where(page: Page) -> str:
    return urlsplit(page.url).path


def test_grower_signs_in_by_password(opens: Opens, grower: User) -> None:
    page = opens()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", grower.email)
    page.click("main summary")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".site-head [data-menu]")).to_be_visible()
    assert where(page) == "/"


def test_grower_signs_in_by_a_code_from_the_mail(opens: Opens, grower: User) -> None:
    page = opens()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", grower.email)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/code/confirm/**")
    page.fill("input[name=code]", code_in_last_mail())
    page.locator("main button[type=submit]:not([form])").first.click()
    expect(page.locator(".site-head [data-menu]")).to_be_visible()


def test_sharing_takes_six_taps_besides_typing(opens: Opens, grower: User, searcher: User) -> None:
    page, thumb = opens(grower), Thumb()
    slow(page)
    page.goto("/")
    thumb.on(page.locator(".tabbar").get_by_role("link", name="Share food"))
    thumb.on(page.locator("#id_food"))
    page.keyboard.type("courg")
    thumb.on(page.get_by_role("option", name=re.compile("Courgette")))
    thumb.on(page.locator("#id_quantity"))
    page.locator("#id_quantity").fill("4")
    thumb.on(page.locator("main label", has_text=re.compile("weekend|Tomorrow")).last)
    thumb.on(page.get_by_role("button", name="Share it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Courgette")
    neighbour = opens(searcher)
    neighbour.goto("/")
    expect(neighbour.locator(".card", has_text="Courgette")).to_contain_text("4 pieces")
    listing = Listing.objects.get()
    assert (thumb.taps, listing.food.slug, listing.quantity) == (6, "courgette", Decimal(4))


def test_what_was_shared_is_edited_and_taken_back(opens: Opens, grower: User) -> None:
    listing = make_listing(by=grower, quantity="3")
    page = opens(grower)
    page.goto("/listings/mine/")
    page.locator("main .rows a").click()
    page.get_by_role("link", name="Edit").click()
    page.fill("#id_quantity", "5")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main .facts")).to_contain_text("5 kg")
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("Tomato")
    listing.refresh_from_db()
    assert listing.state == "withdrawn"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_surplus_changes_hands(opens: Opens, grower: User, searcher: User, scripts: bool) -> None:
    gina = opens(grower, java_script_enabled=scripts)
    gina.goto("/")
    gina.locator(".tabbar").get_by_role("link", name="Share food").click()
    gina.fill("#id_food", "Courgette")
    gina.fill("#id_quantity", "4")
    gina.get_by_role("button", name="Share it").click()
    gina.wait_for_url(re.compile("/listings/[0-9a-f-]{36}/"))

    tom = opens(searcher, java_script_enabled=scripts)
    tom.goto("/")
    tom.get_by_role("link", name="Courgette").click()
    tom.get_by_role("link", name="Ask for some").click()
    tom.fill("[name=quantity]", "3")
    tom.get_by_role("button", name="Propose it").click()
    tom.wait_for_url(re.compile("/exchanges/[0-9a-f-]{36}/"))
    expect(tom.locator("main")).to_contain_text("You proposed this. Gina has not answered yet.")
    expect(tom.locator("main")).not_to_contain_text(EXACT_PLACE)

    gina.goto("/exchanges/")
    expect(gina.locator("main")).to_contain_text("Tom proposes this. What do you say?")
    gina.get_by_role("button", name="Accept").click()
    expect(gina.locator("main")).to_contain_text("Agreed: you hand this over to Tom.")
    tom.reload()
    expect(tom.locator("main")).to_contain_text("Agreed: Gina hands this over to you.")
    expect(tom.locator("main")).to_contain_text(EXACT_PLACE)

    hand_over = tom.locator("main a[href$='/hand-over/']")
    hand_over.click()
    tom.locator("main button[type=submit].btn").first.click()
    expect(tom.locator("main")).to_contain_text("You received this from Gina.")
    expect(tom.locator("main")).not_to_contain_text(EXACT_PLACE)
    gina.reload()
    expect(gina.locator("main")).to_contain_text("Tom says that you handed this over.")
    assert Commitment.objects.get().state == "fulfilled"


def test_mistake_keeps_what_was_typed_and_is_pointed_at(opens: Opens, grower: User) -> None:
    page = opens(grower)
    page.goto("/listings/new/")
    page.fill("#id_food", "Moonfruit of no catalog")
    page.fill("#id_quantity", "0")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name="Share it").click()
    summary = page.locator("[data-form-errors]")
    expect(summary).to_be_visible()
    expect(summary.locator("a[href='#id_quantity']")).to_be_visible()
    assert answer.value.status == 422
    assert page.input_value("#id_food") == "Moonfruit of no catalog"
    assert not Listing.objects.exists()


def test_two_taps_share_once(opens: Opens, grower: User) -> None:
    page = opens(grower)
    page.goto("/listings/new/")
    page.fill("#id_food", "Courgette")
    page.get_by_role("button", name="Share it").dblclick()
    page.wait_for_url(re.compile("/listings/[0-9a-f-]{36}/"))
    assert Listing.objects.count() == 1

"""How pages behave when something is in the way: a sign-in that has ended, a token that does not
fit, a server that is busy, no signal; and what comes back with Back."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from commitments import services as commitments
from commitments.models import Commitment
from conversations.models import Message
from core.events.models import DomainEvent
from listings.models import Listing
from requests_app.models import FoodRequest
from tests.browser.conftest import Opens
from tests.factories import PASSWORD, make_commitment, make_listing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]

KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('kept:'))"


def sign_out_behind_the_back(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page: Page, user: User) -> None:
    page.fill("input[name=login]", user.email)
    page.click("main summary")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_form_sent_after_the_sign_in_has_ended_comes_back_filled_in(
    opens: Opens, grower: User
) -> None:
    page = opens(grower)
    page.goto("/listings/new/")
    page.fill("#id_food", "Courgette")
    page.fill("#id_quantity", "4")
    page.click("summary:has-text('Another time')")
    page.fill("#id_until", "2031-05-04T18:00")
    sign_out_behind_the_back(page)
    page.get_by_role("button", name="Share it").click()
    page.wait_for_url("**/accounts/login/?next=/listings/new/")
    sign_in(page, grower)
    page.wait_for_url("**/listings/new/")
    expect(page.get_by_text("What you typed is back.")).to_be_visible()
    assert page.input_value("#id_food") == "Courgette"
    assert page.input_value("#id_quantity") == "4"
    expect(page.locator("#id_until")).to_be_visible()
    album = page.input_value("main [name=id]")
    assert album in (page.get_attribute("[data-photos]", "data-plan-url") or "")
    page.fill("#id_until", "")
    page.get_by_role("button", name="Share it").click()
    page.wait_for_url(re.compile("/listings/[0-9a-f-]{36}/"))
    assert Listing.objects.count() == 1
    assert page.evaluate(KEPT) == []

    # What is only begun is there again, too; signing out takes it away.
    page.goto("/requests/new/")
    page.fill("#id_food", "Bread")
    page.goto("/")
    assert len(page.evaluate(KEPT)) == 1
    page.goto("/requests/new/")
    assert page.input_value("#id_food") == "Bread"
    page.click(".site-head [data-menu] summary")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage)") == ["htmx-current-path-for-history"]


def test_part_of_a_page_says_that_the_sign_in_has_ended(
    opens: Opens, grower: User, searcher: User
) -> None:
    asked = make_commitment(by=searcher, listing=make_listing(by=grower))
    page = opens(grower)
    page.goto(f"/conversations/{asked.pk}/")
    page.get_by_label("Message", exact=True).fill("By the blue door?")
    sign_out_behind_the_back(page)
    page.get_by_role("button", name="Send").click()
    notice = page.locator("#notice")
    expect(notice).to_contain_text("You were signed out. What you typed is kept.")
    assert page.get_by_label("Message", exact=True).input_value() == "By the blue door?"
    expect(page.locator("main input[name=login]")).to_have_count(0)
    link = notice.get_by_role("link", name="Sign in")
    assert f"next=%2Fconversations%2F{asked.pk}%2F" in (link.get_attribute("href") or "")


def test_form_with_a_token_from_before_is_sent_again_by_one_tap(
    opens: Opens, grower: User, searcher: User
) -> None:
    page = opens(grower)
    page.goto("/listings/new/")
    page.fill("#id_food", "Courgette")
    page.fill("#id_quantity", "4")
    new_token(page)
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This form has been open too long")
    assert not Listing.objects.exists()
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url(re.compile("/listings/[0-9a-f-]{36}/"))
    assert [str(one.quantity.normalize()) for one in Listing.objects.all()] == ["4"]
    assert page.evaluate(KEPT) == []

    asked = make_commitment(by=searcher, listing=Listing.objects.get())
    page.goto(f"/conversations/{asked.pk}/")
    page.get_by_label("Message", exact=True).fill("By the blue door?")
    waiting = page.locator(".tabbar .count")
    expect(waiting).to_have_text("1")
    commitments.accept(commitment=asked, by=grower)
    new_token(page)
    page.get_by_role("button", name="Send").click()
    page.locator("#notice").get_by_role("button", name="Try again").click()
    expect(page.locator(".bubble")).to_contain_text("By the blue door?")
    assert Message.objects.count() == 1
    expect(waiting).to_have_count(0)  # it looks again after each write


def new_token(page: Page) -> None:
    """As after a sign-in in another tab."""
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    other = page.context.new_page()
    other.goto("/about/help/")
    other.close()


def test_refusals_are_explained_where_they_happen(opens: Opens, grower: User) -> None:
    page, statuses = opens(grower), [503, 429, 409, 404, 403, 500]
    page.goto("/foods/")

    def refuse(route: Route) -> None:
        if not statuses or not route.request.headers.get("hx-request"):
            return route.continue_()
        status = statuses.pop(0)
        headers = {"Retry-After": "1"} if status == 503 else {}
        return route.fulfill(status=status, headers=headers, body="<h1>Whole page</h1>")

    page.route("**/foods/?*", refuse)
    notice, search = page.locator("#notice"), page.locator("main input[type=search]")
    search.press_sequentially("to")
    expect(notice).to_contain_text("FoodCoord cannot answer at this moment.")
    expect(notice.get_by_role("button")).to_be_disabled()
    expect(notice.get_by_role("button", name="Try again", exact=True)).to_be_enabled(timeout=3000)
    for words in ("too often", "Something has changed meanwhile", "not here any more", "may not"):
        search.press("End")
        search.press_sequentially("m" if words != "may not" else "a")
        expect(notice).to_contain_text(words)
    search.fill("tomat")
    expect(notice).to_contain_text("That did not work. Nothing is lost")
    expect(page.locator("h1")).not_to_have_text("Whole page")
    notice.get_by_role("button", name="Try again").click()
    expect(page.locator("#results")).to_contain_text("Tomato")
    expect(notice).to_be_empty()
    expect(search).to_have_value("tomat")

    page.context.set_offline(True)
    expect(notice).to_contain_text("You are offline. Nothing is lost")
    search.press_sequentially("o")
    expect(notice.get_by_role("button", name="Try again")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#announcer")).to_contain_text("You are online again.")
    expect(notice).to_be_empty()


def test_two_taps_do_once_whatever_it_is(opens: Opens, grower: User, searcher: User) -> None:
    """One row and one event each: the page stops the second tap, and the server would."""
    listing = make_listing(by=grower, quantity="3")
    tom, gina = opens(searcher), opens(grower)
    tom.goto("/requests/new/")
    tom.fill("#id_food", "Courgette")
    tom.get_by_role("button", name="Ask for it").dblclick()
    tom.wait_for_url(re.compile("/requests/[0-9a-f-]{36}/"))
    assert FoodRequest.objects.count() == 1

    tom.goto(f"/exchanges/new/?listing={listing.pk}")
    tom.get_by_role("button", name="Propose it").dblclick()
    tom.wait_for_url(re.compile("/exchanges/[0-9a-f-]{36}/"))
    asked = Commitment.objects.get()
    gina.goto(asked.get_absolute_url())
    expect(gina.locator(".tabbar .count")).to_have_text("1")
    gina.get_by_role("button", name="Accept").dblclick()
    expect(gina.locator("main")).to_contain_text("Agreed: you hand this over to Tom.")
    expect(gina.locator(".tabbar .count")).to_have_count(0)
    tom.goto(f"/conversations/{asked.pk}/")
    tom.get_by_label("Message", exact=True).fill("By the blue door?")
    tom.get_by_role("button", name="Send").dblclick()
    expect(tom.locator(".bubble")).to_have_count(1)
    gina.goto(f"{asked.get_absolute_url()}hand-over/")
    gina.get_by_role("button", name="I handed it over").dblclick()
    expect(gina.locator("main")).to_contain_text("You gave")
    assert Message.objects.count() == 1
    told = Counter(DomainEvent.objects.values_list("type", flat=True))
    once = ("listing.created", "request.created", "commitment.created", "message.sent")
    assert {kind: told[kind] for kind in once} == dict.fromkeys(once, 1)
    assert told["commitment.updated"] == 2  # agreed, and handed over


def test_back_finds_the_list_as_it_was(opens: Opens, grower: User, searcher: User) -> None:
    for number in range(30):
        make_listing(by=grower, food="tomato", title=f"Tomatoes {number}")
    make_listing(by=grower, food="bread", unit="loaf")
    page = opens(searcher)
    page.goto("/")
    expect(page.locator(".cards > li")).to_have_count(24)
    page.get_by_role("link", name="Show more").click()
    expect(page.locator(".cards > li")).to_have_count(31)
    expect(page.locator("#announcer")).to_have_text("7 more results. Within 5 km, nearest first")
    first_new = page.locator(".cards").nth(1).locator("a").first
    expect(first_new).to_be_focused()
    first_new.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    y = page.evaluate("scrollY")
    assert y > 1000
    first_new.click()
    page.wait_for_url(re.compile("/listings/"))
    page.go_back()
    expect(page.locator(".cards > li")).to_have_count(31)
    page.wait_for_function(f"() => Math.abs(scrollY - {y}) < 60")

    # A filter has its own address; Back from it is the list before, with its filters.
    page.goto("/")
    page.evaluate("scrollTo(0, 700)")
    page.locator("summary", has_text="Filters").click()
    page.locator("label.chip", has_text="Bread").click()
    expect(page.locator(".cards > li")).to_have_count(1)
    expect(page.locator("#announcer")).to_have_text("1 result. Within 5 km, nearest first")
    assert "category=" in urlsplit(page.url).query
    page.go_back()
    expect(page.locator(".cards > li")).to_have_count(24)
    expect(page.locator("label.chip", has_text="Bread").locator("input")).not_to_be_checked()
    assert urlsplit(page.url).query == ""
    kept = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert "omato" not in kept

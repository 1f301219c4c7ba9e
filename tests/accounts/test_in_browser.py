"""Sign-in and places as a person meets them, under the strict Content-Security-Policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import PASSWORD, make_organization, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fresh_limits"),
]

PHONE = {"width": 360, "height": 740}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ana() -> User:
    return make_user(email="ana@example.org", password=PASSWORD, display_name="Ana")


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", "ana@example.org")
    page.click("summary")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]:not([form])")
    page.wait_for_load_state("networkidle")


def test_passkey_is_added_and_signs_in(page: Page, live_server: LiveServer, ana: User) -> None:
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    page.on("console", note)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("input[name=name]", "My phone")
    page.check("input[name=passwordless]", force=True)
    page.click("main button:has-text('Add')")
    page.wait_for_url("**/2fa/recovery-codes/**")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/settings/")
    page.wait_for_load_state("networkidle")
    assert (page.url, refused) == (f"{live_server.url}/settings/", [])


def test_signing_out_everywhere_ends_the_other_browser(
    page: Page, browser: Browser, live_server: LiveServer, ana: User
) -> None:
    other = browser.new_context()
    elsewhere = other.new_page()
    for each in (page, elsewhere):
        sign_in(each, live_server.url)
    page.goto(f"{live_server.url}/accounts/sessions/")
    page.click("main button:has-text('Sign out everywhere, here too')")
    page.wait_for_url("**/accounts/login/")
    elsewhere.goto(f"{live_server.url}/settings/")
    assert "/accounts/login/" in elsewhere.url
    other.close()


def test_town_is_typed_and_chosen_by_keyboard(
    page: Page, live_server: LiveServer, ana: User
) -> None:
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/settings/")
    page.locator("#id_town").press_sequentially("saint eti")
    page.wait_for_selector("#id_town_options [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.click("main button[type=submit]:has-text('Save')")
    page.wait_for_load_state("networkidle")
    ana.refresh_from_db()
    assert ana.home is not None
    assert ana.home.label == "Saint-Étienne, FR"


def test_towns_of_one_name_are_chosen_from_without_javascript(
    browser: Browser, live_server: LiveServer, ana: User
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/settings/")
    page.fill("#id_town", "Springfield, IL")
    page.fill("#id_display_name", "Ana of the Lake")
    page.click("main button[type=submit]:has-text('Save')")
    context.close()
    ana.refresh_from_db()
    assert ana.home is not None
    assert (ana.home.label, ana.display_name) == ("Springfield, IL, US", "Ana of the Lake")


def test_pages_are_accessible_and_fit_a_phone(
    browser: Browser, live_server: LiveServer, ana: User
) -> None:
    make_organization(
        by=ana, name="Quay Pantry", opening_hours={"mon": [["09:00", "12:30"]]}, address="1 Quay"
    )
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in ("/accounts/login/", "/accounts/signup/", "/organizations/"):
        found[path] = problems(page, live_server.url + path)
    sign_in(page, live_server.url)
    for path in (
        "/settings/",
        "/welcome/",
        "/organizations/new/",
        "/organizations/quay-pantry/",
        "/organizations/quay-pantry/members/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/settings/activity/",
        "/settings/consents/",
        "/settings/data/",
    ):
        found[path] = problems(page, live_server.url + path)
    context.close()
    assert {path: what for path, what in found.items() if what} == {}


def problems(page: Page, url: str) -> list[str]:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    report = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [v["id"] for v in report.response["violations"]] + (["too wide"] if wide else [])

"""Every page that a person can come to, and how; walked by tests and by `make screenshots`."""

from dataclasses import dataclass

from playwright.sync_api import Page

GROWER, SEARCHER, COORDINATOR = "grower", "searcher", "coordinator"


@dataclass(frozen=True)
class Sight:
    """A page: where it is, or on which page the link to it is (`follow`, a CSS selector)."""

    name: str
    path: str
    who: str = ""
    follow: str = ""
    status: int = 200


LISTING = "main .cards a[href*='/listings/']"
REQUEST = "main .cards a[href*='/requests/']"
EXCHANGE = "main .exchange a.card__link"
ROW = "main .rows a"

SIGNED_OUT = (
    Sight("home-welcome", "/"),
    Sight("sign-in", "/accounts/login/"),
    Sight("sign-in-code", "/accounts/login/code/"),
    Sight("sign-up", "/accounts/signup/"),
    Sight("password-reset", "/accounts/password/reset/"),
    Sight("organizations", "/organizations/"),
    Sight("organization", "/organizations/", follow=ROW),
    Sight("foods", "/foods/"),
    Sight("foods-found", "/foods/?q=tomato"),
    Sight("food", "/foods/tomato/"),
    Sight("definitions", "/insights/definitions/"),
    Sight("insights-signed-out", "/insights/"),
    Sight("not-found", "/nothing-here/", status=404),
)
GROWERS = (
    Sight("home", "/", GROWER),
    Sight("home-map", "/?view=map", GROWER),
    Sight("home-nothing", "/?q=zzzz", GROWER),
    Sight("place", "/place/", GROWER),
    Sight("share", "/listings/new/", GROWER),
    Sight("ask", "/requests/new/", GROWER),
    Sight("my-food", "/listings/mine/", GROWER),
    Sight("my-food-ended", "/listings/mine/?ended", GROWER),
    Sight("my-requests-none", "/requests/mine/", GROWER),
    Sight("listing-own", "/listings/mine/", GROWER, ROW),
    Sight("listing-edit", "/listings/mine/", GROWER, ROW + " >> main a[href$='/edit/']"),
    Sight("listing-extend", "/listings/mine/", GROWER, ROW + " >> main a[href$='/extend/']"),
    Sight("listing-withdraw", "/listings/mine/", GROWER, ROW + " >> main a[href$='/withdraw/']"),
    Sight("request", "/?kind=request", GROWER, REQUEST),
    Sight("exchanges-waiting", "/exchanges/?show=waiting", GROWER),
    Sight("exchanges-agreed", "/exchanges/?show=agreed", GROWER),
    Sight("exchanges-today", "/exchanges/?show=today", GROWER),
    Sight("exchanges-sent", "/exchanges/?show=sent", GROWER),
    Sight("exchanges-done", "/exchanges/?show=done", GROWER),
    Sight("exchange-waiting", "/exchanges/?show=waiting", GROWER, EXCHANGE),
    Sight("exchange-agreed", "/exchanges/?show=agreed", GROWER, EXCHANGE),
    Sight("exchange-done", "/exchanges/?show=done", GROWER, EXCHANGE),
    Sight("cancel", "/exchanges/?show=agreed", GROWER, EXCHANGE + " >> main a[href$='/cancel/']"),
    Sight(
        "hand-over", "/exchanges/?show=agreed", GROWER, EXCHANGE + " >> main a[href$='/hand-over/']"
    ),
    Sight("insights", "/insights/", GROWER),
    Sight("signal", "/insights/", GROWER, "main a[href*='/insights/signals/']"),
    Sight("settings", "/settings/", GROWER),
    Sight("settings-email", "/accounts/email/", GROWER),
    Sight("settings-password", "/accounts/password/change/", GROWER),
    Sight("settings-security", "/accounts/2fa/", GROWER),
    Sight("settings-devices", "/accounts/sessions/", GROWER),
    Sight("welcome", "/welcome/", GROWER),
)
SEARCHERS = (
    Sight("listing", "/?kind=listing", SEARCHER, LISTING),
    Sight("propose", "/?kind=listing", SEARCHER, LISTING + " >> main a[href*='/exchanges/new/']"),
    Sight("my-requests", "/requests/mine/", SEARCHER),
    Sight("request-own", "/requests/mine/", SEARCHER, ROW),
    Sight("request-edit", "/requests/mine/", SEARCHER, ROW + " >> main a[href$='/edit/']"),
    Sight("taker-waiting", "/exchanges/?show=waiting", SEARCHER),
    Sight("taker-waiting-one", "/exchanges/?show=waiting", SEARCHER, EXCHANGE),
    Sight("taker-agreed-one", "/exchanges/?show=agreed", SEARCHER, EXCHANGE),
)
COORDINATORS = (
    Sight("share-as-organization", "/listings/new/", COORDINATOR),
    Sight("organization-exchanges", "/exchanges/?show=done", COORDINATOR),
    Sight("organization-exchange-done", "/exchanges/?show=done", COORDINATOR, EXCHANGE),
    Sight("organization-own", "/organizations/?mine", COORDINATOR, ROW),
    Sight(
        "organization-edit", "/organizations/?mine", COORDINATOR, ROW + " >> main a[href$='/edit/']"
    ),
    Sight(
        "organization-members",
        "/organizations/?mine",
        COORDINATOR,
        ROW + " >> main a[href$='/members/']",
    ),
    Sight("organization-new", "/organizations/new/", COORDINATOR),
)
SIGHTS = SIGNED_OUT + GROWERS + SEARCHERS + COORDINATORS


def come_to(page: Page, site: str, sight: Sight) -> int:
    """Open the page by its address, or by following links from it; the answer's status.

    Raises:
        LookupError: a link on the way is not there.
    """
    address, answer = sight.path, None
    for selector in ("", *(step for step in sight.follow.split(" >> ") if step)):
        if selector:
            link = page.locator(selector)
            if not link.count():
                raise LookupError(f"{sight.name}: no {selector} on {page.url}")
            address = link.first.get_attribute("href") or ""
        answer = page.goto(address if address.startswith("http") else site + address)
    assert answer is not None
    return answer.status

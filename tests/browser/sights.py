"""Every page that a person can come to, and how; walked by tests and by `make screenshots`."""

from dataclasses import dataclass

from playwright.sync_api import Page

GROWER, SEARCHER, COORDINATOR, MODERATOR = "grower", "searcher", "coordinator", "moderator"


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
MINE = "/listings/mine/"
AGREED = "/exchanges/?show=agreed"
PROMISED = ROW + ":has-text('plot 17')"

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
    Sight("guidance-signed-out", "/insights/guidance/"),
    Sight("not-found", "/nothing-here/", status=404),
    Sight("rules", "/about/rules/"),
    Sight("privacy", "/about/privacy/"),
    Sight("food-safety", "/about/food-safety/"),
    Sight("open-data", "/about/open-data/"),
    Sight("help", "/about/help/"),
    Sight("contact", "/about/contact/"),
    Sight("agreement", "/agreements/house_rules/"),
    Sight("offline", "/offline/"),
)
GROWERS_WEEK = (
    Sight("share-table", "/listings/new/table/", GROWER),
    Sight("share-again", MINE, GROWER, ROW + " >> main a[href*='again=']"),
    Sight("withdraw-with-promises", MINE, GROWER, PROMISED + " >> main a[href$='/withdraw/']"),
    Sight("matches-of-listing", MINE, GROWER, ROW + " >> main [hx-get*='/matches/']"),
    Sight("searches", "/matches/searches/", GROWER),
    Sight("search-new", "/matches/searches/new/", GROWER),
    Sight("search-edit", "/matches/searches/", GROWER, "main a[href*='/matches/searches/']"),
    Sight("weekly", "/standing/", GROWER),
    Sight("weekly-new", MINE, GROWER, ROW + " >> main a[href*='/standing/from-listing/']"),
    Sight("weekly-one", "/standing/", GROWER, ROW),
    Sight("weekly-edit", "/standing/", GROWER, ROW + " >> main a[href$='/edit/']"),
    Sight("weekly-pause", "/standing/", GROWER, ROW + " >> main a[href$='/pause/']"),
    Sight("weekly-end", "/standing/", GROWER, ROW + " >> main a[href$='/end/']"),
    Sight("calendar", "/exchanges/calendar/", GROWER),
    Sight("day-sheet", "/exchanges/day/", GROWER),
    Sight("offer-times", AGREED, GROWER, EXCHANGE + " >> main a[href$='/offer-windows/']"),
    Sight("thank", "/exchanges/?show=done", GROWER, EXCHANGE + " >> main a[href$='/thank/']"),
    Sight("conversations", "/conversations/", GROWER),
    Sight("conversation", "/conversations/", GROWER, ROW),
    Sight("notifications", "/notifications/", GROWER),
    Sight("report-person", AGREED, GROWER, EXCHANGE + " >> main a[href$='/report/']"),
    Sight("block-person", AGREED, GROWER, EXCHANGE + " >> main a[href$='/block/']"),
    Sight("reports", "/reports/", GROWER),
    Sight("report-one", "/reports/", GROWER, ROW),
    Sight("decisions", "/reports/?tab=decisions", GROWER),
    Sight("decision", "/reports/?tab=decisions", GROWER, ROW),
)
GROWERS_SETTINGS = (
    Sight("settings-notifications", "/notifications/settings/", GROWER),
    Sight("settings-blocks", "/settings/blocks/", GROWER),
    Sight("settings-activity", "/settings/activity/", GROWER),
    Sight("settings-data", "/settings/data/", GROWER),
    Sight("settings-leave", "/settings/data/delete/", GROWER),
    Sight("settings-agreements", "/settings/consents/", GROWER),
    Sight("settings-app-codes", "/accounts/2fa/totp/activate/", GROWER),
    Sight("settings-passkeys", "/accounts/2fa/webauthn/", GROWER),
    Sight("settings-passkey-new", "/accounts/2fa/webauthn/add/", GROWER),
    Sight("who-are-you", "/accounts/reauthenticate/", GROWER),
    Sight("sign-out", "/accounts/logout/", GROWER),
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
    Sight("insights-region", "/insights/?cell=u05k&window=30", GROWER),
    Sight("guidance", "/insights/guidance/", GROWER),
    Sight("signal", "/insights/", GROWER, "main a[href*='/insights/signals/']"),
    Sight("settings", "/settings/", GROWER),
    Sight("settings-email", "/accounts/email/", GROWER),
    Sight("settings-password", "/accounts/password/change/", GROWER),
    Sight("settings-security", "/accounts/2fa/", GROWER),
    Sight("settings-devices", "/accounts/sessions/", GROWER),
    Sight("welcome", "/welcome/", GROWER),
    *GROWERS_WEEK,
    *GROWERS_SETTINGS,
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
    Sight("listing-with-photos", "/?q=courgette", SEARCHER, LISTING),
    Sight(
        "matches-of-request", "/requests/mine/", SEARCHER, ROW + " >> main [hx-get*='/matches/']"
    ),
    Sight("report", "/?kind=listing", SEARCHER, LISTING + " >> main a[href*='/reports/new/']"),
    Sight("notifications-taker", "/notifications/", SEARCHER),
    Sight("searches-none", "/matches/searches/", SEARCHER),
    Sight("weekly-none", "/standing/", SEARCHER),
    Sight("blocks-none", "/settings/blocks/", SEARCHER),
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
    Sight("conversations-none", "/conversations/", COORDINATOR),
    Sight("organization-day", "/exchanges/day/", COORDINATOR),
)
MODERATORS = (
    Sight("queue", "/admin/moderation/report/", MODERATOR),
    Sight("queue-report", "/admin/moderation/report/", MODERATOR, "#result_list tbody th a"),
    Sight("queue-objection", "/admin/moderation/objection/", MODERATOR, "#result_list tbody th a"),
)
SIGHTS = SIGNED_OUT + GROWERS + SEARCHERS + COORDINATORS + MODERATORS


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
            address = link.first.get_attribute("href") or link.first.get_attribute("hx-get") or ""
        answer = page.goto(address if address.startswith("http") else site + address)
    assert answer is not None
    return answer.status

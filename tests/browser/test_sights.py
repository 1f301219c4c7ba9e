"""No page of the site is forgotten by those that walk all pages."""

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.browser.leads_to import LEADS_TO
from tests.browser.sights import SIGHTS
from tests.security.addresses import methods

OUTSIDE = ("admin", "api", "idp")
# Answered without a page, or with a part of one that its own page is looked at with.
NO_PAGES = {
    "healthz",
    "readyz",
    "accounts:data_download",
    "accounts:town_search",
    "catalog:food_search",
    "commitments:calendar",
    "commitments:code",
    "commitments:feed",
    "commitments:waiting_count",
    "conversations:messages",
    "conversations:thread",
    "insights:download",
    "listings:card",
    "listings:photos",
    "listings:safety",
    "listings:units",
    "matching:limit_hint",
    "mfa_download_recovery_codes",
    "notifications:unread",
    "page_code",
    "partners:import_errors",
    "partners:import_template",
    "photos:size",
    "pwa:foods",
    "pwa:manifest",
    "pwa:service_worker",
    "pwa:token",
    "requests:card",
}
# Pages that nobody comes to by an address alone; each says who looks at it.
EXPLAINED = {
    "account_confirm_login_code": "after a code was sent: test_journeys.py",
    "account_confirm_password_reset_code": "after a code was sent, made as the one for signing in",
    "account_complete_password_reset": "after that code",
    "account_password_reset_completed": "after that; one sentence",
    "account_email_verification_sent": "after a code was sent, made as the one for signing in",
    "mfa_authenticate": "while signing in, with an app: tests/accounts/test_in_browser.py",
    "mfa_reauthenticate": "with an app set up, made as who-are-you",
    "mfa_reauthenticate_webauthn": "with a passkey, made as who-are-you",
    "mfa_deactivate_totp": "with an app set up: tests/accounts/test_in_browser.py",
    "mfa_view_recovery_codes": "with an app set up: tests/accounts/test_in_browser.py",
    "mfa_generate_recovery_codes": "with an app set up: tests/accounts/test_in_browser.py",
    "mfa_edit_webauthn": "with a passkey: tests/accounts/test_in_browser.py",
    "mfa_remove_webauthn": "with a passkey: tests/accounts/test_in_browser.py",
    "mfa_login_webauthn": "JSON for the sign-in page's script",
    "openid_connect_login": "with another site to sign in at: tests/accounts/test_other_sites.py",
    "openid_connect_callback": "where the other site sends one back to",
    "socialaccount_signup": "on the way back from another site",
    "commitments:answer": "its link is in a message; redirects or confirms like exchanges",
    "conversations:ask": "for exchanges that are over: tests/conversations/test_pages.py",
    "conversations:leave": "for those who keep in touch: tests/conversations/test_pages.py",
    "standing:from_request": "for requests of organizations; the page of weekly-new",
    "listings:extend_by_link": "its link is in a mail: tests/posts",
    "requests:extend_by_link": "its link is in a mail: tests/posts",
    "styleguide_mail": "a mail, not a page: tests/look/test_styleguide.py",
    "moderation:block_other": "leads on from an exchange to blocking its other side",
    "moderation:report_other": "leads on from an exchange to reporting its other side",
    "pwa:share_target": "where a phone posts to, and the worker takes it: test_offline.py",
    "notifications:unsubscribe": "its link is in a mail: tests/notifications/test_pages.py",
}


def pages(patterns: list[URLPattern | URLResolver], before: str = "") -> set[str]:
    """The names of everything that answers GET, outside of the admin and the API."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            if pattern.namespace not in OUTSIDE:
                found |= pages(pattern.url_patterns, space)
        elif pattern.name and "GET" in methods(pattern.callback):
            found.add(before + pattern.name)
    return found


def seen() -> set[str]:
    by_address = (sight for sight in SIGHTS if not sight.follow and sight.status != 404)
    names = {resolve(sight.path.partition("?")[0]).view_name for sight in by_address}
    return names | {LEADS_TO[sight.name] for sight in SIGHTS if sight.follow}


def test_every_page_is_a_sight_or_explained() -> None:
    there, elsewhere = pages(get_resolver().url_patterns), NO_PAGES | EXPLAINED.keys()
    assert there - seen() - elsewhere == set()
    assert elsewhere - there == set(), "gone"
    assert seen() & elsewhere == set(), "seen after all"


def test_sights_have_names_of_their_own() -> None:
    names = [sight.name for sight in SIGHTS]
    assert len(names) == len(set(names))
    assert LEADS_TO.keys() == {sight.name for sight in SIGHTS if sight.follow}

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.test import Client

from accounts import services
from accounts.presenters import ProfileCard, profile_card
from tests.factories import PASSWORD, make_listing, make_user

WORDS = {"nickname": "kiwi", "pronouns": "they", "bio": "I bake.", "tags": ["bread"]}


def test_only_the_other_side_reads_who_somebody_is(giver):
    services.update_profile(user=giver, **WORDS)
    giver.refresh_from_db()
    assert profile_card(giver, viewer_may=False) is None
    assert profile_card(giver, viewer_may=True) == ProfileCard(
        "Gina Giver", "kiwi", "they", "I bake.", ("bread",)
    )


def test_who_has_left_is_nobody(giver):
    gone = services.erase(user=giver)
    assert profile_card(gone, viewer_may=True) is None


@pytest.mark.parametrize("path", ["/", "/?kind=listing"])
def test_words_about_oneself_are_in_no_list(client, api, giver, path):
    services.update_profile(user=giver, **{**WORDS, "bio": "zqbio", "nickname": "zqnick"})
    listing = make_listing(by=giver)
    pages = [
        client.get(path).content.decode(),
        client.get(listing.get_absolute_url()).content.decode(),
        api().get(f"/api/v1/listings/{listing.pk}").content.decode(),
        api().get("/api/v1/listings").content.decode(),
    ]
    assert not any(word in page for page in pages for word in ("zqbio", "zqnick", "Gina"))


@pytest.mark.usefixtures("fresh_limits")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
def test_known_and_unknown_addresses_get_equal_bodies(db, path):
    make_user(email="known@example.org", password=PASSWORD)
    field = "login" if "login" in path else "email"

    def told(email: str) -> tuple[int, str, str]:
        browser = Client()
        answer = browser.post(path, {field: email})
        page = browser.get(answer["Location"]).content.decode().replace(email, "…")
        return answer.status_code, answer["Location"], without_secrets(page)

    assert told("known@example.org") == told("nobody@example.org")


def without_secrets(page: str) -> str:
    """The page without what differs each time."""
    lines = (line for line in page.splitlines() if "csrf" not in line.lower())
    return "\n".join(line for line in lines if "nonce" not in line)


@pytest.mark.usefixtures("fresh_limits")
def test_every_admin_page_asks_for_the_second_factor(client, db):
    operator = make_user(email="op@example.org", is_staff=True)
    client.force_login(operator)
    paths = ["/admin/", "/admin/jsi18n/", "/admin/autocomplete/", "/admin/password_change/"]
    for model in admin.site._registry:
        paths.append(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
    assert [path for path in paths if client.get(path).status_code != 302] == []
    TOTP.activate(operator, generate_totp_secret())
    assert client.get("/admin/").status_code == 200


def test_admin_without_second_factors_says_so_when_signing_in(client, db, settings):
    said = "Here the admin asks for no second factor."
    assert said not in client.get("/admin/", follow=True).content.decode()
    settings.STAFF_MFA_REQUIRED = False
    assert said in Client().get("/admin/", follow=True).content.decode()

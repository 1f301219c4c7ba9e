"""Signing in with an account elsewhere, against a provider that answers over real HTTP."""

from collections.abc import Iterator

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.providers import origins, sign_in_providers
from tests.accounts import oidc_provider
from tests.accounts.inbox import code_in_last_mail
from tests.accounts.oidc_provider import Provider
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/oidc/oidc/login/?process=login"
pytestmark = pytest.mark.usefixtures("fresh_limits")


@pytest.fixture
def elsewhere(settings: Settings, db: None) -> Iterator[Provider]:
    with oidc_provider.running() as provider:
        keys = (oidc_provider.CLIENT_ID, oidc_provider.SECRET)
        apps = sign_in_providers(
            google=("", ""), issuer=provider.issuer, other=keys, name="Town ID"
        )
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
        yield provider


def come_by(client: Client, url: str = LOGIN) -> str:
    """Go there and come back as a browser does; where it ends up."""
    leads_to = client.post(url)
    assert leads_to.status_code == 302, leads_to.content
    back = requests.get(leads_to["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.replace("http://testserver", ""))["Location"]


def test_buttons_are_there_only_where_it_is_configured(client, elsewhere, settings):
    assert "Go on with Town ID" in client.get("/accounts/login/").content.decode()
    assert "Go on with Town ID" in client.get("/accounts/signup/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "Go on with" not in client.get("/accounts/login/").content.decode()
    assert client.post(LOGIN).status_code == 404


def test_google_and_another_are_configured_by_their_keys():
    nobody = ("", "")
    assert (
        sign_in_providers(google=nobody, issuer="https://id.example", other=nobody, name="X") == []
    )
    both = sign_in_providers(
        google=("g", "s"), issuer="https://id.example/realm", other=("o", "s"), name="X"
    )
    assert [app["provider_id"] for app in both] == ["google", "oidc"]
    assert origins(both) == ["https://accounts.google.com", "https://id.example"]


def test_a_new_person_comes_in_with_a_verified_address(client, elsewhere):
    elsewhere.claims = {
        "sub": "1",
        "email": "New@Example.org",
        "email_verified": True,
        "given_name": "Nia",
    }
    assert come_by(client) == "/welcome/"
    new = User.objects.get(email="new@example.org")
    assert (new.display_name, new.has_usable_password()) == ("Nia", False)
    assert [c.purpose for c in new.consents.all()] == ["house_rules"]
    assert client.get("/settings/").status_code == 200
    assert "code_verifier" in elsewhere.tokens[0]


def test_an_account_is_found_by_a_verified_address(client, elsewhere, giver):
    elsewhere.claims = {"sub": "1", "email": giver.email, "email_verified": True}
    assert come_by(client) == "/"
    assert SocialAccount.objects.get().user == giver
    assert client.session["_auth_user_id"] == str(giver.pk)


@pytest.mark.parametrize("claims", [{"email_verified": False}, {}])
def test_an_unverified_address_opens_no_account(client, elsewhere, giver, claims):
    elsewhere.claims = {"sub": "666", "email": giver.email, **claims}
    come_by(client)
    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.count() == 0
    assert User.objects.count() == 1


def test_an_unverified_new_address_is_verified_by_a_code(client, elsewhere):
    elsewhere.claims = {"sub": "2", "email": "maybe@example.org", "email_verified": False}
    assert come_by(client) == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    client.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_connecting_and_disconnecting_ones_own(client, elsewhere, stranger):
    ana = make_user(email="ana@example.org", password=PASSWORD)
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    elsewhere.claims = {"sub": "3", "email": "other@example.org", "email_verified": True}
    come_by(client, "/accounts/oidc/oidc/login/?process=connect")
    connected = SocialAccount.objects.get()
    assert connected.user == ana
    assert "Town ID" in client.get("/accounts/3rdparty/").content.decode()
    thief = Client()
    thief.force_login(stranger)
    thief.post("/accounts/3rdparty/", {"account": connected.pk})
    assert SocialAccount.objects.count() == 1
    client.post("/accounts/3rdparty/", {"account": connected.pk})
    assert SocialAccount.objects.count() == 0


def test_turning_back_and_failing_are_said_in_our_words(client, elsewhere):
    assert "You turned back" in client.get("/accounts/3rdparty/login/cancelled/").content.decode()
    failed = client.get("/accounts/oidc/oidc/login/callback/?error=server_error&state=x")
    assert "That did not work" in failed.content.decode()

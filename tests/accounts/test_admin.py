import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from accounts.models import User
from tests.factories import LYON, make_organization, make_user

PAGES = ["user", "organization", "membership"]


@pytest.fixture
def operator(db: None) -> User:
    return make_user(email="operator@example.org", display_name="Op", is_staff=True)


@pytest.fixture
def at_the_desk(client: Client, operator: User) -> Client:
    TOTP.activate(operator, generate_totp_secret())
    client.force_login(operator)
    return client


def test_nobody_is_sent_to_sign_in(client, db):
    answer = client.get("/admin/accounts/user/")
    assert answer.status_code == 302
    assert answer.url == "/admin/login/?next=/admin/accounts/user/"
    assert client.get(answer.url).url == "/accounts/login/?next=/admin/accounts/user/"


def test_stranger_is_refused(client, stranger):
    client.force_login(stranger)
    assert client.get("/admin/", follow=True).status_code == 403


def test_operator_without_second_factor_is_sent_to_set_one_up(client, operator):
    client.force_login(operator)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/2fa/", 302)


def test_demo_lets_operators_in_without(client, operator, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(operator)
    assert client.get("/admin/accounts/user/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_found_searched_and_read(at_the_desk, giver, page):
    organization = make_organization(by=giver, name="Pantry of the Quay")
    row = {
        "user": giver.pk,
        "organization": organization.pk,
        "membership": organization.memberships.get().pk,
    }[page]
    assert at_the_desk.get(f"/admin/accounts/{page}/?q=quay").status_code == 200
    shown = at_the_desk.get(f"/admin/accounts/{page}/{row}/change/")
    assert shown.status_code == 200
    for secret in (str(LYON[0]), str(LYON[1]), "argon2", 'type="submit" value="Save"'):
        assert secret not in shown.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_added_by_hand(at_the_desk, page):
    assert at_the_desk.get(f"/admin/accounts/{page}/add/").status_code == 403


def test_whoever_is_shut_out_is_out_at_once_and_comes_back_by_signing_in(at_the_desk, api, giver):
    caller = api(giver)
    for action in ("suspend", "reinstate"):
        at_the_desk.post(
            "/admin/accounts/user/", {"action": action, "_selected_action": [str(giver.pk)]}
        )
        assert caller.get("/api/v1/me").status_code == 401
    giver.refresh_from_db()
    assert api(giver).get("/api/v1/me").status_code == 200


def test_operator_cannot_suspend_themselves(at_the_desk, operator):
    at_the_desk.post(
        "/admin/accounts/user/", {"action": "suspend", "_selected_action": [str(operator.pk)]}
    )
    operator.refresh_from_db()
    assert operator.is_active is True


def test_secrets_of_second_factors_are_not_shown(at_the_desk, operator):
    factor = Authenticator.objects.get(user=operator)
    shown = at_the_desk.get(f"/admin/mfa/authenticator/{factor.pk}/change/")
    assert shown.status_code == 200
    assert factor.data["secret"] not in shown.content.decode()


@pytest.mark.parametrize(
    "page", ["account/emailaddress", "mfa/authenticator", "usersessions/usersession"]
)
def test_sign_in_is_searched_and_only_read(at_the_desk, page):
    assert at_the_desk.get(f"/admin/{page}/?q=operator").status_code == 200
    assert at_the_desk.get(f"/admin/{page}/add/").status_code == 403

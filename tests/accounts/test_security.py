"""What happens to accounts: written down, ended, encrypted."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.test.client import RequestFactory

from accounts import secrets, services
from accounts.enums import SecurityEventKind as Kind
from accounts.models import AccountRights, SecurityEvent, User
from accounts.receivers import network_of, note
from accounts.tasks import forget_old_security_events
from core import clock
from tests.accounts.inbox import code_in_last_mail
from tests.factories import PASSWORD, make_user
from tests.races import all_at_once

ACTIVITY = "/settings/activity/"
pytestmark = pytest.mark.usefixtures("fresh_limits")


@pytest.fixture
def ana(db: None) -> User:
    return make_user(email="ana@example.org", password=PASSWORD)


def kinds(user: User) -> list[str]:
    return list(user.security_events.order_by("at", "id").values_list("kind", flat=True))


def sign_in(client: Client, password: str = PASSWORD) -> None:
    client.post("/accounts/login/", {"login": "ana@example.org", "password": password})


# --- Written down --------------------------------------------------------------------------------


def test_signing_in_failing_and_out_is_written_down(client, ana):
    sign_in(client, "wrong")
    sign_in(client)
    client.post("/accounts/logout/")
    assert kinds(ana) == ["sign_in_failed", "signed_in", "signed_out"]


def test_unknown_addresses_leave_no_trace(client, db):
    client.post("/accounts/login/", {"login": "no@example.org", "password": "wrong"})
    assert SecurityEvent.objects.count() == 0


def test_wrong_codes_are_failures(client, ana):
    client.post("/accounts/login/", {"login": ana.email})
    client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    assert kinds(ana) == ["sign_in_failed"]


def test_new_password_is_written_down_and_told(client, ana):
    sign_in(client)
    new = "battery staple horse"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert kinds(ana)[1:] == ["password_changed"]
    assert mail.outbox[-1].to == [ana.email]


def test_address_changes_by_a_code_and_the_old_one_is_told(client, ana):
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    client.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    ana.refresh_from_db()
    assert ana.email == "new@example.org"
    assert [a.email for a in EmailAddress.objects.filter(user=ana)] == ["new@example.org"]
    assert "email_changed" in kinds(ana)
    assert ["ana@example.org"] in [message.to for message in mail.outbox]


def test_the_network_is_kept_and_the_address_is_not(ana):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="203.0.113.77", headers={"user-agent": "Mozilla Firefox/130.0 (Android)"}
    )
    note(ana, Kind.SIGNED_IN, request)
    event = SecurityEvent.objects.get()
    assert (event.network, event.device) == ("203.0.113.0/24", "Firefox, Android")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("10.1.2.3", "10.1.2.0/24"),
        ("::ffff:10.1.2.3", "10.1.2.0/24"),
        ("x", ""),
    ],
)
def test_networks(address, network):
    assert network_of(address) == network


def test_page_shows_ones_own_newest_first_in_pages(client, ana, stranger):
    client.force_login(ana)
    note(stranger, Kind.PASSKEY_ADDED, None)
    for _ in range(24):
        note(ana, Kind.PASSWORD_CHANGED, None)
    page = client.get(ACTIVITY)
    assert len(page.context["rows"]) == 20
    assert "Passkey added" not in page.content.decode()
    assert len(client.get(ACTIVITY + page.context["more_url"]).context["rows"]) == 5
    assert len(client.get(f"{ACTIVITY}?cursor=zz").context["rows"]) == 20
    assert Client().get(ACTIVITY)["Location"] == f"/accounts/login/?next={ACTIVITY}"


@pytest.mark.parametrize("events", [1, 3])
def test_page_asks_the_database_little(client, ana, events, django_assert_max_num_queries):
    client.force_login(ana)
    for _ in range(events):
        note(ana, Kind.PASSWORD_CHANGED, None)
    client.get(ACTIVITY)
    with django_assert_max_num_queries(6):
        client.get(ACTIVITY)


def test_ninety_days_are_kept(ana):
    with clock.at(clock.now() - timedelta(days=91)):
        note(ana, Kind.SIGNED_IN, None)
    note(ana, Kind.SIGNED_OUT, None)
    assert forget_old_security_events() == 1
    assert kinds(ana) == ["signed_out"]


def test_changes_of_rights_have_a_history(ana):
    services.set_active(user=ana, is_active=False)
    services.update_profile(user=ana, display_name="Other")
    User.objects.filter(pk=ana.pk).update(is_staff=True)
    assert list(AccountRights.objects.order_by("pk").values_list("is_active", "is_staff")) == [
        (False, False),
        (False, True),
    ]


# --- Ended ---------------------------------------------------------------------------------------


def test_signing_out_everywhere_ends_browsers_and_tokens(client, api, ana):
    other, caller = Client(), api(ana)
    sign_in(client)
    sign_in(other)
    assert client.post("/settings/devices/sign-out-everywhere/").url == "/accounts/login/"
    for browser in (client, other):
        assert browser.get("/settings/").status_code == 302
    assert caller.get("/api/v1/me").status_code == 401
    assert kinds(ana)[-1] == "signed_out_everywhere"
    assert Client().post("/settings/devices/sign-out-everywhere/").status_code == 302


def test_api_lists_sessions_and_ends_them(client, api, ana, stranger):
    sign_in(client)
    caller, other = api(ana), api(stranger)
    told = caller.get("/api/v1/me/sessions").json()["data"]["items"]
    assert [item["ip"] for item in told] == ["127.0.0.1"]
    assert other.get("/api/v1/me/sessions").json()["data"]["items"] == []
    assert caller.delete("/api/v1/me/sessions").json()["data"] == {"signed_out": True}
    assert caller.get("/api/v1/me").status_code == 401
    assert client.get("/settings/").status_code == 302
    assert other.get("/api/v1/me").status_code == 200
    assert api().delete("/api/v1/me/sessions").status_code == 401


def test_a_sign_in_of_the_app_is_among_the_sessions(api, ana):
    asked = {"email": ana.email, "password": PASSWORD}
    tokens = api().post("/api/v1/auth/login", asked).json()["data"]
    caller = api()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access_token']}")
    assert len(caller.get("/api/v1/me/sessions").json()["data"]["items"]) == 1
    caller.delete("/api/v1/me/sessions")
    again = api().post("/api/v1/auth/refresh", {"refresh_token": tokens["refresh_token"]})
    assert again.status_code == 401


def test_idle_sign_ins_end(client, ana, settings):
    sign_in(client)
    start = clock.now()
    for days, status in ((13, 200), (26, 200), (29, 200), (31, 302)):
        with clock.at(start + timedelta(days=days)):
            assert client.get("/settings/").status_code == status
    sign_in(client)
    with clock.at(clock.now() + timedelta(days=settings.SESSION_IDLE_DAYS, seconds=1)):
        assert client.get("/settings/").status_code == 302


def test_a_sign_in_of_the_app_is_not_refreshed_for_ever(api, ana):
    asked = {"email": ana.email, "password": PASSWORD}
    token = api().post("/api/v1/auth/login", asked).json()["data"]["refresh_token"]
    with clock.at(clock.now() + timedelta(days=31)):
        again = api().post("/api/v1/auth/refresh", {"refresh_token": token})
    assert again.status_code == 401


# --- Encrypted -----------------------------------------------------------------------------------


def test_secrets_of_second_factors_are_encrypted_where_they_lie(ana):
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    stored = Authenticator.objects.get(user=ana).data["secret"]
    assert secret not in stored
    assert secrets.decrypt(stored) == secret


def test_older_keys_still_open_what_they_closed(settings):
    stored = secrets.encrypt("seed")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"
    assert secrets.decrypt(stored) == "seed"
    assert secrets.decrypt("of before") == "of before"


# --- A nickname is one person's ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_nickname_and_the_others_are_told():
    people = [make_user(home=None) for _ in range(8)]

    def take(number: int) -> str:
        name = "Kiwi" if number % 2 else "kiwi"
        return services.update_profile(user=people[number], nickname=name).nickname

    told = all_at_once(8, take)
    taken = [answer for answer in told if isinstance(answer, str)]
    refused = [answer.details for answer in told if not isinstance(answer, str)]
    assert len(taken) == 1
    said = [{name: list(map(str, lines)) for name, lines in d.items()} for d in refused]
    assert said == [{"nickname": ["Someone already has this nickname."]}] * 7


def test_page_keeps_what_was_typed_when_the_nickname_is_taken(client, ana, stranger):
    services.update_profile(user=stranger, nickname="Kiwi")
    client.force_login(ana)
    values: dict[str, object] = {
        "home_precision": "6",
        "share_radius_km": "5",
        "language": "en",
        "units": "metric",
        "timezone": "Europe/Paris",
        "contact_preference": "email",
    }
    values.update(nickname="KIWI", bio="Typed", tags="bread, bike")
    answer = client.post("/settings/", values)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"nickname": ["Someone already has this nickname."]}
    assert "Typed" in answer.content.decode()
    values["nickname"] = "ana"
    assert client.post("/settings/", values).status_code == 302
    ana.refresh_from_db()
    assert (ana.nickname, ana.bio, ana.tags) == ("ana", "Typed", ["bike", "bread"])

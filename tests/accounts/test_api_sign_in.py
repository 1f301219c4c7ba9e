from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.core import mail

from accounts import services
from accounts.models import User
from tests.accounts.inbox import code_in_last_mail
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


@pytest.fixture
def ana() -> User:
    return make_user(email="ana@example.org", password=PASSWORD, display_name="Ana")


def sign_in(client, email="ana@example.org", password=PASSWORD):
    return client.post("/api/v1/auth/login", {"email": email, "password": password})


def bearer(client, token: str):
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_password_gives_tokens_and_the_person(api, ana):
    answer = sign_in(api())
    data = answer.json()["data"]
    assert answer.status_code == 200
    assert list(data) == ["access_token", "refresh_token", "expires_in", "user"]
    assert data["expires_in"] == 1200
    assert data["user"]["id"] == str(ana.pk)
    me = bearer(api(), data["access_token"]).get("/api/v1/me")
    assert me.json()["data"] == data["user"]


def test_address_may_have_capitals(api, ana):
    assert sign_in(api(), email="Ana@Example.ORG").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [("ana@example.org", "wrong password"), ("nobody@example.org", PASSWORD)],
)
def test_wrong_is_401_and_says_nothing_more(api, ana, email, password):
    answer = sign_in(api(), email, password)
    assert answer.status_code == 401
    assert answer.json() == {
        "error": {
            "code": "NOT_AUTHENTICATED",
            "message": "This does not match what we know.",
            "details": {},
        }
    }


def test_inactive_person_is_refused_like_a_wrong_password(api, ana):
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert sign_in(api()).status_code == 401


def test_missing_field_is_named(api):
    answer = api().post("/api/v1/auth/login", {"email": "ana@example.org"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert answer.json()["error"]["details"] == {"password": ["This field is required."]}


def test_sixth_wrong_password_in_five_minutes_is_429_and_so_is_the_right_one(api, ana):
    statuses = [sign_in(api(), password=f"wrong {n}").status_code for n in range(6)]
    assert statuses == [401, 401, 401, 401, 401, 429]
    right = sign_in(api())
    assert (right.status_code, right.json()["error"]["code"]) == (429, "THROTTLED")
    assert right.headers["Retry-After"] == "60"


def test_right_password_does_not_count(api, ana):
    assert [sign_in(api()).status_code for _ in range(8)] == [200] * 8


def test_sign_out_ends_the_token_at_once(api, ana):
    data = sign_in(api()).json()["data"]
    client = bearer(api(), data["access_token"])
    assert client.post("/api/v1/auth/logout").json()["data"] == {"signed_out": True}
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/auth/logout").status_code == 401
    refreshed = api().post("/api/v1/auth/refresh", {"refresh_token": data["refresh_token"]})
    assert refreshed.status_code == 401
    assert Session.objects.count() == 0


def test_sign_out_leaves_other_sessions(api, ana):
    here, there = (sign_in(api()).json()["data"]["access_token"] for _ in range(2))
    bearer(api(), here).post("/api/v1/auth/logout")
    assert bearer(api(), there).get("/api/v1/me").status_code == 200


def test_refresh_gives_the_next_pair_once(api, ana):
    first = sign_in(api()).json()["data"]["refresh_token"]
    answer = api().post("/api/v1/auth/refresh", {"refresh_token": first})
    data = answer.json()["data"]
    assert list(data) == ["access_token", "refresh_token", "expires_in"]
    assert bearer(api(), data["access_token"]).get("/api/v1/me").status_code == 200
    assert api().post("/api/v1/auth/refresh", {"refresh_token": first}).status_code == 401
    second = api().post("/api/v1/auth/refresh", {"refresh_token": data["refresh_token"]})
    assert second.status_code == 200


def test_refresh_refuses_an_access_token_and_nonsense(api, ana):
    access = sign_in(api()).json()["data"]["access_token"]
    for token in (access, "nonsense"):
        answer = api().post("/api/v1/auth/refresh", {"refresh_token": token})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "NOT_AUTHENTICATED")


def test_access_token_is_good_for_twenty_minutes(api, ana):
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        client = bearer(api(), sign_in(api()).json()["data"]["access_token"])
        clock.shift(timedelta(seconds=1199))
        assert client.get("/api/v1/me").status_code == 200
        clock.shift(timedelta(seconds=2))
        expired = client.get("/api/v1/me")
    assert (expired.status_code, expired.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_new_password_ends_all_tokens(api, ana):
    client = bearer(api(), sign_in(api()).json()["data"]["access_token"])
    ana.set_password("another battery staple")
    ana.save()
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_unreadable_token_is_401_not_403(api, token):
    answer = bearer(api(), token).get("/api/v1/me")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "NOT_AUTHENTICATED")


def test_token_of_another_key_is_refused(api, ana, settings):
    from accounts.keys import generate_private_key

    client = bearer(api(), sign_in(api()).json()["data"]["access_token"])
    settings.HEADLESS_JWT_PRIVATE_KEY = generate_private_key()
    assert client.get("/api/v1/me").status_code == 401


def test_browser_session_does_not_open_the_api(client, ana):
    client.force_login(ana)
    assert client.get("/api/v1/me").status_code == 401


def test_code_by_mail_signs_in(api, ana):
    asked = api().post("/api/v1/auth/code", {"email": "Ana@example.org"})
    assert asked.json()["data"] == {"email": "Ana@example.org", "expires_in": 600}
    answer = api().post(
        "/api/v1/auth/verify", {"email": "ana@example.org", "code": code_in_last_mail()}
    )
    assert answer.status_code == 200
    assert answer.json()["data"]["user"]["id"] == str(ana.pk)


def test_code_is_good_once(api, ana):
    api().post("/api/v1/auth/code", {"email": ana.email})
    body = {"email": ana.email, "code": code_in_last_mail()}
    statuses = [api().post("/api/v1/auth/verify", body).status_code for _ in range(2)]
    assert statuses == [200, 401]


def test_newest_code_counts(api, ana):
    codes = []
    for _ in range(2):
        api().post("/api/v1/auth/code", {"email": ana.email})
        codes.append(code_in_last_mail())
    statuses = [
        api().post("/api/v1/auth/verify", {"email": ana.email, "code": code}).status_code
        for code in codes
    ]
    assert statuses == [401, 200]


def test_three_wrong_codes_end_it(api, ana):
    api().post("/api/v1/auth/code", {"email": ana.email})
    code = code_in_last_mail()
    for _ in range(3):
        wrong = api().post("/api/v1/auth/verify", {"email": ana.email, "code": "ZZZZZZ"})
        assert wrong.status_code == 401
    right = api().post("/api/v1/auth/verify", {"email": ana.email, "code": code})
    assert right.status_code == 401


def test_code_expires_after_ten_minutes(api, ana):
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False) as clock:
        api().post("/api/v1/auth/code", {"email": ana.email})
        clock.shift(timedelta(seconds=601))
        body = {"email": ana.email, "code": code_in_last_mail()}
        assert api().post("/api/v1/auth/verify", body).status_code == 401


def test_unknown_address_gets_the_same_answer_and_no_code(api):
    asked = api().post("/api/v1/auth/code", {"email": "nobody@example.org"})
    assert (asked.status_code, asked.json()["data"]) == (
        200,
        {"email": "nobody@example.org", "expires_in": 600},
    )
    verified = api().post("/api/v1/auth/verify", {"email": "nobody@example.org", "code": "ABC123"})
    assert verified.status_code == 401


def test_fourth_code_in_a_minute_is_429(api, ana):
    statuses = [api().post("/api/v1/auth/code", {"email": ana.email}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert len(mail.outbox) == 3


def test_verify_without_a_code_sent_is_401(api, ana):
    answer = api().post("/api/v1/auth/verify", {"email": ana.email, "code": "ABC123"})
    assert answer.status_code == 401


@pytest.fixture
def totp_secret(ana: User) -> object:
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    return secret


def totp_code(secret: str) -> object:
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    _before, counter, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def test_second_factor_is_asked_for_after_password_and_code(api, ana, totp_secret):
    by_password = sign_in(api())
    api().post("/api/v1/auth/code", {"email": ana.email})
    by_code = api().post("/api/v1/auth/verify", {"email": ana.email, "code": code_in_last_mail()})
    for answer in (by_password, by_code):
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (401, "SECOND_FACTOR_REQUIRED")
        assert list(error["details"]) == ["session_token"]


def test_second_factor_finishes_the_sign_in(api, ana, totp_secret):
    token = sign_in(api()).json()["error"]["details"]["session_token"]
    wrong = api().post("/api/v1/auth/second-factor", {"session_token": token, "code": "000000"})
    assert wrong.status_code == 401
    right = api().post(
        "/api/v1/auth/second-factor", {"session_token": token, "code": totp_code(totp_secret)}
    )
    assert (right.status_code, right.json()["data"]["user"]["id"]) == (200, str(ana.pk))


def test_session_token_before_the_second_factor_opens_nothing(api, ana, totp_secret):
    token = sign_in(api()).json()["error"]["details"]["session_token"]
    assert bearer(api(), token).get("/api/v1/me").status_code == 401
    client = api()
    client.cookies["session"] = token
    assert client.get("/api/v1/me").status_code == 401


def test_unverified_address_signs_in_by_code_only(api):
    person = User(email="new@example.org")
    person.set_password(PASSWORD)
    services.join(user=person)
    by_password = sign_in(api(), "new@example.org")
    assert (by_password.status_code, by_password.json()["error"]["code"]) == (
        401,
        "EMAIL_NOT_VERIFIED",
    )


def test_without_a_signing_key_nobody_signs_in(api, ana, settings):
    settings.HEADLESS_JWT_PRIVATE_KEY = ""
    answer = bearer(api(), "a.b.c").get("/api/v1/me")
    assert answer.status_code == 401

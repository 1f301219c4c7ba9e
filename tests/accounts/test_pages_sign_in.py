import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tasks import forget_ended_sign_ins
from core.events.models import DomainEvent
from tests.accounts.inbox import code_in_last_mail
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


@pytest.fixture
def ana() -> User:
    return make_user(email="ana@example.org", password=PASSWORD, display_name="Ana")


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def sign_up(client, email="new@example.org", **headers):
    client.post("/accounts/signup/", {"email": email}, **headers)
    return client.post("/accounts/confirm-email/", {"code": code_in_last_mail()}, **headers)


def test_address_and_code_sign_in(client, ana):
    asked = client.post("/accounts/login/?next=/settings/", {"login": "Ana@Example.org"})
    assert asked.url == "/accounts/login/code/confirm/?next=%2Fsettings%2F"
    done = client.post(asked.url, {"code": code_in_last_mail()})
    assert (done.url, who(client)) == ("/settings/", str(ana.pk))


def test_code_may_be_typed_without_dash_and_capitals(client, ana):
    client.post("/accounts/login/", {"login": ana.email})
    code = code_in_last_mail().replace("-", "").lower()
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert who(client) == str(ana.pk)


def test_address_and_password_sign_in(client, ana):
    done = client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert (done.url, who(client), mail.outbox) == ("/", str(ana.pk), [])


def test_wrong_password_says_the_same_for_known_and_unknown(client, ana):
    pages = []
    for email in (ana.email, "nobody@example.org"):
        page = client.post("/accounts/login/", {"login": email, "password": "wrong one"})
        assert who(client) is None
        text = page.content.decode().replace(email, "…")
        pages.append(re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", text))
    assert "X-CSRFToken" in pages[0]
    assert pages[0].count("password") == pages[1].count("password")
    known, unknown = (re.sub(r'"X-CSRFToken": "[^"]+"', "", page) for page in pages)
    assert known == unknown


def test_unknown_address_is_led_on_the_same_way_and_told_by_mail(client):
    asked = client.post("/accounts/login/", {"login": "nobody@example.org"})
    assert asked.url == "/accounts/login/code/confirm/"
    assert [message.subject for message in mail.outbox] == ["No FoodCoord account has this address"]


def test_code_is_in_the_subject(client, ana):
    client.post("/accounts/login/", {"login": ana.email})
    assert mail.outbox[0].subject == f"{code_in_last_mail()} is your FoodCoord code"


def test_signing_up_asks_for_an_address_and_its_code(client):
    done = sign_up(client, "New@Example.org")
    person = User.objects.get()
    assert (done.url, who(client)) == ("/welcome/", str(person.pk))
    assert (person.email, person.has_usable_password()) == ("new@example.org", False)
    assert list(DomainEvent.objects.values_list("type", "subject_id")) == [
        ("user.created", person.pseudonym)
    ]


def test_browser_tells_language_time_zone_and_units(client):
    client.cookies["tz"] = "America/New_York"
    sign_up(client, HTTP_ACCEPT_LANGUAGE="es-US,en;q=0.5")
    person = User.objects.get()
    assert (person.language, person.timezone, person.units) == (
        "es",
        "America/New_York",
        "imperial",
    )


def test_browser_that_tells_nothing_gets_defaults(client):
    client.cookies["tz"] = "../../etc/passwd"
    sign_up(client)
    person = User.objects.get()
    assert (person.language, person.timezone, person.units) == ("en", "UTC", "metric")


def test_signing_up_with_a_known_address_looks_the_same(client, ana):
    asked = client.post("/accounts/signup/", {"email": ana.email})
    assert (asked.status_code, asked.url) == (302, "/accounts/confirm-email/")
    assert mail.outbox[0].subject == "You have a FoodCoord account already"
    assert User.objects.count() == 1


def test_signing_up_twice_in_a_row_leads_to_the_same_code(client):
    pages = [client.post("/accounts/signup/", {"email": "new@example.org"}) for _ in range(2)]
    assert [page.url for page in pages] == ["/accounts/confirm-email/"] * 2
    assert len(mail.outbox) == 1


def test_signing_up_from_two_browsers_in_a_row_is_told_to_wait(client):
    client.post("/accounts/signup/", {"email": "new@example.org"})
    page = Client().post("/accounts/signup/", {"email": "new@example.org"})
    assert page.status_code == 429
    assert "Wait a moment" in page.content.decode()


def test_wrong_code_makes_nobody(client):
    client.post("/accounts/signup/", {"email": "new@example.org"})
    page = client.get("/accounts/confirm-email/").content.decode()
    assert "It is good for 15 minutes." in page
    wrong = client.post("/accounts/confirm-email/", {"code": "ZZZZ-ZZZZ"}).content.decode()
    assert "This is not the code. Look at the newest mail." in wrong
    assert who(client) is None


def test_signing_out_needs_a_post(client, ana):
    client.force_login(ana)
    client.get("/accounts/logout/")
    assert who(client) == str(ana.pk)
    assert client.post("/accounts/logout/").url == "/"
    assert who(client) is None


def test_password_is_set_only_by_who_wants_one(client):
    sign_up(client)
    done = client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert done.status_code == 302
    assert User.objects.get().check_password(PASSWORD) is True


def test_new_password_signs_other_browsers_out(client, ana):
    other = Client()
    for browser in (client, other):
        browser.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    new = "another battery staple"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert client.get("/settings/").status_code == 200
    assert other.get("/settings/").status_code == 302


def test_session_key_changes_at_sign_in(client, ana):
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": ana.email})
    before = client.session.session_key
    client.post("/accounts/login/code/confirm/", {"code": code_in_last_mail()})
    assert client.session.session_key != before


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_next_leads_nowhere_else(client, ana, target):
    done = client.post(
        "/accounts/login/", {"login": ana.email, "password": PASSWORD, "next": target}
    )
    assert done.url == "/"


def test_posts_need_the_csrf_token(ana):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert (answer.status_code, who(strict)) == (403, None)


def test_forged_forwarding_header_does_not_reset_the_limit(client, ana):
    def attempt(n):
        return client.post(
            "/accounts/login/",
            {"login": f"person-{n}@example.org", "password": "wrong one"},
            HTTP_X_FORWARDED_FOR=f"10.0.0.{n}",
        ).content

    refused = [b"Too many failed login attempts" in attempt(n) for n in range(12)]
    assert refused == [False] * 10 + [True] * 2


OPEN_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
]
OWN_PAGES = [
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/set/",
    "/accounts/sessions/",
    "/accounts/2fa/",
]
FACTOR_PAGES = [
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_open_pages_are_seen_without_inline_style_or_script(client, path):
    assert_strict(client.get(path))


@pytest.mark.parametrize("path", [*OWN_PAGES, *FACTOR_PAGES])
def test_own_pages_are_seen_without_inline_style_or_script(client, path):
    sign_up(client)
    assert_strict(client.get(path, follow=True))


def test_page_that_asks_for_the_password_again_is_strict(client, ana):
    client.force_login(ana)
    assert_strict(client.get("/accounts/reauthenticate/"))


@pytest.mark.parametrize("path", [*OWN_PAGES[1:], *FACTOR_PAGES])
def test_own_pages_ask_to_sign_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=")


def assert_strict(page) -> None:
    html = page.content.decode()
    assert page.status_code == 200
    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:", html) == []
    inline = [attrs for attrs in re.findall(r"<script([^>]*)>", html) if "src=" not in attrs]
    assert all('type="application/json"' in attrs for attrs in inline)
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    ("language", "title"), [("es", "Crear una cuenta"), ("fr", "Créer un compte")]
)
def test_pages_speak_spanish_and_french(client, language, title):
    page = client.get("/accounts/signup/", HTTP_ACCEPT_LANGUAGE=language)
    assert page.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in page.content.decode()
    assert title in page.content.decode()


def test_own_language_wins_over_the_browsers(client, ana):
    User.objects.filter(pk=ana.pk).update(language="fr")
    client.force_login(ana)
    page = client.get("/settings/", HTTP_ACCEPT_LANGUAGE="es")
    assert page.headers["Content-Language"] == "fr"


def test_cookie_wins_over_the_browsers_language(client):
    client.cookies["django_language"] = "fr"
    page = client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="es")
    assert page.headers["Content-Language"] == "fr"


def test_chosen_language_is_kept_by_cookie_for_nobody(client):
    answer = client.post("/language/", {"language": "es", "next": "/accounts/login/"})
    assert (answer.url, client.cookies["django_language"].value) == ("/accounts/login/", "es")


def test_chosen_language_is_kept_for_good_for_who_is_signed_in(client, ana):
    client.force_login(ana)
    client.post("/language/", {"language": "fr", "next": "/settings/"})
    ana.refresh_from_db()
    assert ana.language == "fr"
    client.post("/language/", {"language": "xx", "next": "/settings/"})
    ana.refresh_from_db()
    assert ana.language == "fr"


def test_address_changes_with_the_code_sent_to_the_new_one(client, ana):
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "Ana.New@Example.org", "action_add": ""})
    assert mail.outbox[-1].to == ["ana.new@example.org"]
    client.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    ana.refresh_from_db()
    assert ana.email == "ana.new@example.org"


def test_ended_sign_ins_are_forgotten(client, ana):
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    cache.set("over", 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_cache SET expires = now() - interval '1 second'")
    forget_ended_sign_ins()
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_ended_sign_ins()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_cache")
        assert cursor.fetchone() == (0,)
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)

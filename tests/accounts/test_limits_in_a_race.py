"""Sign-in limits hold when everything comes at once: real threads, a connection each."""

from collections import Counter

import pytest
from allauth.account.signals import login_code_rejected
from django.test import Client

from accounts.models import User
from tests.accounts.inbox import code_in_last_mail
from tests.factories import PASSWORD, make_user
from tests.races import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_limits")]


@pytest.fixture
def ana() -> User:
    return make_user(email="ana@example.org", password=PASSWORD)


def test_forty_wrong_passwords_at_once_are_checked_five_times(api, ana):
    def attempt(n):
        body = {"email": ana.email, "password": f"wrong {n}"}
        return api().post("/api/v1/auth/login", body).status_code

    assert Counter(all_at_once(40, attempt)) == {401: 5, 429: 35}


def test_forty_wrong_passwords_on_the_page_are_checked_five_times(ana):
    def attempt(n):
        page = Client().post("/accounts/login/", {"login": ana.email, "password": f"wrong {n}"})
        return "too many" if b"Too many failed login attempts" in page.content else page.status_code

    told = Counter(all_at_once(40, attempt))
    assert told[200] == 5


def test_forty_guesses_of_a_code_are_checked_three_times(api, ana):
    rejected = []

    def note(**kwargs):
        rejected.append(kwargs["user"])

    def guess(n):
        body = {"email": ana.email, "code": f"ZZZZ-ZZ{n:02}"}
        return api().post("/api/v1/auth/verify", body).status_code

    api().post("/api/v1/auth/code", {"email": ana.email})
    login_code_rejected.connect(note)
    statuses = Counter(all_at_once(40, guess))
    # Who waits a second for the others is told to come again (429): these come after them all.
    statuses += Counter(guess(n) for n in range(40, 43))
    login_code_rejected.disconnect(note)
    assert (rejected, set(statuses) <= {401, 429}) == ([ana] * 3, True)
    right = api().post("/api/v1/auth/verify", {"email": ana.email, "code": code_in_last_mail()})
    assert right.status_code == 401


def test_one_refresh_token_gives_one_pair(api, ana):
    body = {"email": ana.email, "password": PASSWORD}
    token = api().post("/api/v1/auth/login", body).json()["data"]["refresh_token"]

    def refresh(n):
        return api().post("/api/v1/auth/refresh", {"refresh_token": token}).status_code

    assert Counter(all_at_once(10, refresh))[200] == 1


def test_one_address_makes_one_account(ana):
    def sign_up(n):
        return Client().post("/accounts/signup/", {"email": "new@example.org"}).status_code

    assert set(all_at_once(10, sign_up)) <= {302, 429}
    assert User.objects.filter(email="new@example.org").count() == 1

"""Sign-in limits hold when everything comes at once: real threads, a connection each."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.accounts.inbox import code_in_last_mail
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_limits")]

CALLERS = 40


@pytest.fixture
def ana() -> User:
    return make_user(email="ana@example.org", password=PASSWORD)


def all_at_once(call: Callable[[int], int], callers: int = CALLERS) -> Counter[int]:
    start = Barrier(callers)

    def one(number: int) -> int:
        start.wait()
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(callers) as pool:
        return Counter(pool.map(one, range(callers)))


def test_forty_wrong_passwords_at_once_are_checked_five_times(api, ana):
    statuses = all_at_once(
        lambda n: (
            api()
            .post("/api/v1/auth/login", {"email": ana.email, "password": f"wrong {n}"})
            .status_code
        )
    )
    assert statuses == {401: 5, 429: 35}


def test_forty_wrong_passwords_on_the_page_are_checked_five_times(client, ana):
    def refusal(n: int) -> int:
        page = Client().post("/accounts/login/", {"login": ana.email, "password": f"wrong {n}"})
        return 429 if b"Too many failed login attempts" in page.content else page.status_code

    assert all_at_once(refusal) == {200: 5, 429: 35}


def test_forty_guesses_of_a_code_are_checked_three_times(api, ana):
    api().post("/api/v1/auth/code", {"email": ana.email})
    statuses = all_at_once(
        lambda n: (
            api()
            .post("/api/v1/auth/verify", {"email": ana.email, "code": f"ZZZZ-ZZ{n:02}"})
            .status_code
        )
    )
    assert set(statuses) <= {401, 429}
    right = api().post("/api/v1/auth/verify", {"email": ana.email, "code": code_in_last_mail()})
    assert right.status_code == 401


def test_one_refresh_token_gives_one_pair(api, ana):
    body = {"email": ana.email, "password": PASSWORD}
    token = api().post("/api/v1/auth/login", body).json()["data"]["refresh_token"]
    statuses = all_at_once(
        lambda n: api().post("/api/v1/auth/refresh", {"refresh_token": token}).status_code,
        callers=10,
    )
    assert statuses[200] == 1

"""Which names are free, asked by anybody; and nothing about who is here."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.api.availability import PLAN
from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
ADDRESS = "/api/v1/availability"


@pytest.fixture
def known() -> User:
    return make_user(email="known@example.org", nickname="Carrot Kate")


def ask(api: Api, **asked: str) -> Any:
    answer: Any = api().get(ADDRESS, asked)
    return answer


@pytest.mark.parametrize(
    ("nickname", "free"),
    [("Carrot Kate", False), ("CARROT kate", False), ("Carrot Kit", True), ("<b>", False)],
)
def test_nickname_is_free_unless_somebody_has_it(
    api: Api, known: User, nickname: str, free: bool
) -> None:
    answer = ask(api, nickname=nickname)
    assert answer.status_code == 200
    assert answer.json()["data"] == {"nickname": nickname, "available": free}


def test_address_of_an_account_is_answered_like_any_other(api: Api, known: User) -> None:
    """The same words, after the same work: no table of people is asked."""
    answers = {}
    for email in ("known@example.org", "other@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = ask(api, email=email)
        asked = [query["sql"] for query in queries]
        assert [sql for sql in asked if "accounts_user" in sql] == []
        answers[email] = (answer.status_code, answer.json()["data"]["available"], len(asked))
    assert answers["known@example.org"] == answers["other@example.org"]
    assert answers["known@example.org"][:2] == (200, True)


def test_what_is_no_address_is_not_available(api: Api) -> None:
    answer = ask(api, email="not an address")
    assert answer.json()["data"] == {"email": "not an address", "available": False}


@pytest.mark.parametrize("asked", [{}, {"nickname": "A", "email": "a@example.org"}])
def test_one_thing_is_asked_at_a_time(api: Api, asked: dict[str, str]) -> None:
    answer = ask(api, **asked)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"].keys() == {"nickname"}


def test_nobody_goes_through_a_list_of_names(api: Api) -> None:
    said = [ask(api, nickname=f"name {number}").status_code for number in range(PLAN.burst)]
    assert said == [200] * PLAN.burst
    refused = ask(api, nickname="one more")
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "THROTTLED"
    assert int(refused["Retry-After"]) >= 1

"""A street: two people with a password each, and four neighbours who share tomatoes too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from core.events import registry
from tests.factories import LYON, PASSWORD, make_listing, make_user
from tests.insights.events import drain_now

NEXT_DOOR = (45.765, 4.836)
ACROSS_TOWN = (45.772, 4.851)


@pytest.fixture
def grower(db: None) -> User:
    return make_user(
        email="grower@example.org", password=PASSWORD, display_name="Gina", home=NEXT_DOOR
    )


@pytest.fixture
def searcher(db: None) -> User:
    return make_user(
        email="searcher@example.org", password=PASSWORD, display_name="Tom", home=ACROSS_TOWN
    )


@pytest.fixture
def street(db: None) -> list[User]:
    """Enough people that a figure may be shown."""
    people = [make_user(home=LYON) for _ in range(5)]
    for person in people:
        make_listing(by=person, food="tomato", quantity="1")
    return people


@pytest.fixture
def sign_in() -> Callable[[User], APIClient]:
    """By address and password, as a program would."""

    def signed_in(user: User) -> APIClient:
        caller = APIClient()
        answer = caller.post("/api/v1/auth/login", {"email": user.email, "password": PASSWORD})
        assert answer.status_code == 200, answer.json()
        token = answer.json()["data"]["access_token"]
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return caller

    return signed_in


@pytest.fixture
def opened() -> Callable[[User], Client]:
    """The site as that person's browser opens it."""

    def visit(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return visit


@pytest.fixture
def work_is_done() -> Callable[[], None]:
    """The workers absorb everything that is due."""

    def absorb() -> None:
        for name in registry.names():
            drain_now(name)

    return absorb


@pytest.fixture
def figures(work_is_done: Callable[[], None]) -> Callable[[], dict[str, Any]]:
    """The town's vegetables of the last seven days, as anybody reads them."""

    def read() -> dict[str, Any]:
        work_is_done()
        lat, lon = NEXT_DOOR
        answer = Client().get(f"/api/v1/summary?lat={lat}&lon={lon}&window=7")
        assert answer.status_code == 200, answer.content
        rows = answer.json()["data"]["aggregates"]
        return next(row for row in rows if row["category"] == "vegetables")

    return read

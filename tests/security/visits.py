"""Going to an address as somebody, without leaving a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.suspending import suspend
from tests.factories import access_token
from tests.security.addresses import address
from tests.security.bodies import body_of
from tests.security.world import World

ROLES = ("nobody", "stranger", "outsider", "blocked", "suspended", "owner")
SIGN_IN = ("/accounts/login/", "/accounts/reauthenticate/", "/admin/login/")
WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"


def person_of(role: str, world: World) -> User | None:
    """Who has that role; the suspended one is the owner, from now on."""
    people = {
        "nobody": None,
        "stranger": world.stranger,
        "outsider": world.outsider,
        "blocked": world.blocked,
        "suspended": world.gina,
        "owner": world.gina,
    }
    if role == "suspended":
        suspend(user=world.gina, until=None, by=None)
        world.gina.refresh_from_db()
    return people[role]


class Visitor:
    """Somebody with a browser and a program; each call begins as if it were the first."""

    def __init__(self, user: User | None, world: World, *, csrf: bool = False) -> None:
        self.world = world
        self.browser = Client(enforce_csrf_checks=csrf)
        self.program = APIClient(enforce_csrf_checks=csrf)
        if user:
            self.browser.force_login(user)
            self.program.credentials(HTTP_AUTHORIZATION=f"Bearer {access_token(user)}")
        self.cookies = {name: morsel.value for name, morsel in self.browser.cookies.items()}

    def ask(self, method: str, path: str, body: dict[str, Any]) -> HttpResponseBase:
        is_api = path.startswith("/api/")
        self.browser.cookies = SimpleCookie(self.cookies)
        client: Client = self.program if is_api else self.browser
        more: Any = {"format": "json"} if is_api and method != "GET" else {}
        answer: HttpResponseBase = getattr(client, method.lower())(path, body, **more)
        return answer

    def visit(self, method: str, route: str) -> HttpResponseBase:
        """The answer; what was written is taken back."""
        with forgotten():
            path = address(route, self.world)
            return self.ask(method, path, body_of(method, route, self.world))

    def said(self, method: str, route: str) -> str:
        """The status, or `in` where one is sent to sign in first."""
        answer = self.visit(method, route)
        to = answer.headers.get("Location", "")
        return "in" if to.startswith(SIGN_IN) else str(answer.status_code)


@contextmanager
def forgotten() -> Iterator[None]:
    """What is written inside is taken back."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def written() -> dict[str, int]:
    """How many rows were inserted, changed or deleted so far, by table, as Postgres counts."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {table: count for table, count in cursor.fetchall() if count}

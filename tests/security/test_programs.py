"""No endpoint answers a program outside its scopes: the whole URLconf of the API, each method, with
no scope, with exactly the one it takes, and with all but that one."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.idp.oidc.models import Token
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.test import APIClient

from accounts.authentication import BearerAuthentication
from accounts.models import ApiClient
from accounts.scopes import PREFIX, READING, TABLE, Scope, ScopeMissing, needed_for
from foodcoord import live_urls
from tests.accounts.programs import caller, make_program, token_of
from tests.security.addresses import ALL, address, site, walk
from tests.security.bodies import body_of
from tests.security.test_every_address import EXPECTED
from tests.security.visits import ROLES, forgotten
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

ENDPOINTS = [(method, route) for method, route in site() if route.startswith(PREFIX)]
# Signing in looks at no token.
ASKS_NOBODY = {
    f"{PREFIX}auth/{name}" for name in ("login", "code", "verify", "second-factor", "refresh")
}


class Program:
    """One token, whose scopes are as a test wants them."""

    def __init__(self, client: ApiClient, world: World) -> None:
        self.world, self.api = world, caller(token_of(client))

    def ask(self, method: str, route: str, scopes: list[str]) -> tuple[int, dict[str, Any]]:
        Token.objects.update(scopes="\n".join(scopes))
        with forgotten():
            body = body_of(method, route, self.world)
            more: Any = {} if method in READING else {"format": "json"}
            answer = getattr(self.api, method.lower())(address(route, self.world), body, **more)
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        error = answer.json().get("error", {}) if is_json and answer.status_code >= 400 else {}
        return answer.status_code, error


def missing(answer: tuple[int, dict[str, Any]], scope: Scope | None) -> bool:
    status, error = answer
    details = {"scope": scope.value if scope else None}
    return (status, error.get("code"), error.get("details")) == (403, "SCOPE_MISSING", details)


def test_no_endpoint_answers_a_program_outside_its_scopes(world: World) -> None:
    program = Program(world.program, world)
    wrong = {}
    for method, route in ENDPOINTS:
        needed = needed_for(method, route)
        one = [needed.value] if isinstance(needed, Scope) else []
        others = [scope for scope in Scope.values if scope not in one]
        with_others = program.ask(method, route, others)
        if route in ASKS_NOBODY:
            right = str(with_others[0]) == EXPECTED[method, route][ROLES.index("nobody")]
        elif needed is None:
            right = missing(with_others, None)
        elif not isinstance(needed, Scope):
            right = program.ask(method, route, [])[0] == 200
        else:
            with_it = program.ask(method, route, one)
            right = missing(program.ask(method, route, []), needed) and missing(with_others, needed)
            right = right and with_it[0] not in (401, 500) and not missing(with_it, needed)
        if not right:
            wrong[f"{method} {route}"] = (needed, with_others)
    assert wrong == {}


def test_table_names_only_endpoints_that_are_there() -> None:
    routes = {route.removeprefix(PREFIX) for _method, route in ENDPOINTS}
    assert set(TABLE) - routes == set()
    there = set(ENDPOINTS)
    writable = {route for route, row in TABLE.items() if row.write}
    changing = ("POST", "PUT", "PATCH", "DELETE")
    assert {
        route
        for route in writable
        if not any((method, f"{PREFIX}{route}") in there for method in changing)
    } == {"commitments/<uuid:commitment_id>", "commitments/<uuid:commitment_id>/code"} | {
        "conversations/<uuid:conversation_id>"
    }


def test_every_scope_opens_something() -> None:
    opened = {row.read for row in TABLE.values()} | {row.write for row in TABLE.values()}
    assert set(Scope) - opened == set()


def test_what_is_not_in_the_table_is_shut() -> None:
    for method in ALL:
        assert needed_for(method, "api/v1/something/new") is None
        assert needed_for(method, "listings") is None
        assert needed_for(method, "") is None


def test_programs_have_no_pages(rf: RequestFactory) -> None:
    """A bearer's token is nothing to the pages and the admin, and the live process refuses it."""
    program = make_program()
    token = token_of(program)
    browser = APIClient()
    browser.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    for path in (f"/organizations/{program.organization.slug}/programs/", "/settings/", "/admin/"):
        answer = browser.get(path)
        assert urlsplit(answer.headers["Location"]).path.startswith(("/accounts/", "/admin/login"))
    for route, _pattern in walk(live_urls.urlpatterns):
        assert needed_for("GET", route) is None
    asked = rf.get("/live/me", headers={"Authorization": f"Bearer {token}"})
    with pytest.raises(ScopeMissing):
        BearerAuthentication().authenticate(Request(asked))

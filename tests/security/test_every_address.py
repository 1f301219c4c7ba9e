"""Every address of the site, for everybody: who gets what, and who learns nothing.

`expected*.txt` name each method of each route with the answers for `ROLES`, in that order: a
status, or `in` for being sent to sign in. 404 stands where one may not know of it; 403, where the
thing itself is public. An address that is not there fails, and so does one that is gone.
"""

from pathlib import Path

import pytest
from pytest_django import Settings

from foodcoord import live_urls
from tests.security.addresses import admin_routes, site, walk
from tests.security.visits import ROLES, Visitor, forgotten, person_of, written
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]

Address = tuple[str, str]
# Posts from elsewhere: one click in a mail program, and files whose address is signed.
SIGNED_BY_ITSELF = {
    ("POST", "notifications/unsubscribe/<str:token>/"),
    ("POST", "photos/incoming/<str:token>"),
    # A phone's own share sheet, which has no token of ours: nothing is read from it, or done.
    ("POST", "share-target/"),
    # A program's: who calls holds its secret.
    ("POST", "identity/o/api/token"),
    ("POST", "identity/o/api/revoke"),
}
# What a download leaves behind: that it happened, and how often within the hour. And how often a
# network asked which names are free.
WRITES_ON_GET = {
    "api/v1/me/export": {"accounts_securityevent", "accounts_tally"},
    "api/v1/availability": {"core_bucket"},
}


def expected() -> dict[Address, list[str]]:
    found: dict[Address, list[str]] = {}
    for file in sorted(Path(__file__).parent.glob("expected_*.txt")):
        for line in file.read_text().splitlines():
            method, route, *answers = line.split()
            route = route.removeprefix("/")
            assert (method, route) not in found, line
            found[method, route] = answers
    return found


EXPECTED = expected()


@pytest.fixture(autouse=True)
def _is_never_late(settings: Settings) -> None:
    """What the world leaves to the workers waits for as long as a walk takes."""
    settings.DELIVERY_STALE_SECONDS = 3600


def test_every_address_is_in_the_table_and_every_row_is_an_address():
    there = set(site())
    assert (there - EXPECTED.keys(), EXPECTED.keys() - there) == (set(), set())
    assert {len(answers) for answers in EXPECTED.values()} == {len(ROLES)}


def test_live_updates_have_the_addresses_that_are_tested_with_their_own_process():
    """`tests/live/test_streams.py` has the anonymous, strangers, the blocked and the suspended."""
    assert [route for route, _pattern in walk(live_urls.urlpatterns)] == [
        "healthz",
        "live/conversations/<uuid:conversation_id>",
        "live/me",
    ]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(world: World, role: str) -> None:
    visitor = Visitor(person_of(role, world), world)
    column = ROLES.index(role)
    wrong = {}
    for (method, route), answers in EXPECTED.items():
        said = visitor.said(method, route)
        if said != answers[column]:
            wrong[f"{method} {route}"] = f"{said} instead of {answers[column]}"
    assert wrong == {}


@pytest.mark.parametrize("role", ["nobody", "owner"])
def test_reading_changes_no_row(world: World, role: str) -> None:
    """In no table: whatever GET answers, Postgres counts nothing inserted, changed or deleted."""
    visitor = Visitor(person_of(role, world), world)
    wrong = {}
    for method, route in EXPECTED:
        if method != "GET":
            continue
        before = written()
        visitor.visit(method, route)
        after = written()
        tables = {table for table, count in after.items() if count != before.get(table, 0)}
        if tables - WRITES_ON_GET.get(route, set()):
            wrong[route] = tables
    assert wrong == {}


def test_nothing_is_written_without_a_token_of_our_own_pages(world: World) -> None:
    """CSRF: each page refuses what comes from elsewhere with the owner's cookies, before all else;
    the API does not look at cookies."""
    visitor = Visitor(world.gina, world, csrf=True)
    visitor.program.credentials()
    visitor.program.cookies.update(visitor.browser.cookies)
    wrong = {}
    for method, route in EXPECTED:
        if method == "GET" or (method, route) in SIGNED_BY_ITSELF or route.startswith(OPEN):
            continue
        status = visitor.visit(method, route).status_code
        if status != (401 if route.startswith("api/") else 403):
            wrong[f"{method} {route}"] = status
    assert wrong == {}


# Signing in by the API takes no cookie either: who sends it holds a password, a code or a token.
OPEN = ("api/v1/auth/",)


def test_admin_is_for_staff(world: World) -> None:
    """Each page of it sends everybody else to its sign-in, whether the row is there or not."""
    wrong = {}
    for role in ("nobody", "stranger", "owner"):
        visitor = Visitor(person_of(role, world), world)
        for route in admin_routes():
            if route.startswith(("admin/login/", "admin/logout/", "admin/jsi18n")):
                continue
            path = "/" + route.replace("<path:object_id>", str(world.listing.pk))
            path = path.replace("<path:content_type_id>", "1").replace("<id>", "1")
            with forgotten():
                answer = visitor.ask("GET", path.partition("<")[0], {})
            to = answer.headers.get("Location", "")
            if not to.startswith(("/admin/login/", "/accounts/login/")) and (
                answer.status_code not in (403, 404)
            ):
                wrong[f"{role} {path}"] = answer.status_code
    assert wrong == {}

"""What every answer has, also when the database is away, slow or locked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import Client
from django.urls import path
from uuid6 import UUID

from core.http import is_unavailable
from core.idempotency import IdempotencyKey
from foodcoord.urls import handler400, handler404, handler500  # noqa: F401  # of this URLconf too
from foodcoord.urls import urlpatterns as site
from tests.factories import make_listing

PAGE, API = "/foods/", "/api/v1/foods"


def broken(request):
    raise ValueError("canary: the row of ana@example.org")


urlpatterns = [*site, path("broken", broken), path("api/v1/broken", broken)]


@pytest.fixture
def client() -> Client:
    """Sees what a browser sees: answers, never exceptions."""
    return Client(raise_request_exception=False)


@contextmanager
def database_away(error: type[Exception] = OperationalError) -> Iterator[list[str]]:
    """Every statement fails, as with a connection that is lost; yields what was tried."""
    tried: list[str] = []

    def refuse(execute, sql, params, many, context):
        tried.append(sql)
        raise error("server closed the connection")

    with connection.execute_wrapper(refuse):
        yield tried


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Another session holds the table for itself."""
    held, go = Event(), Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            held.set()
            go.wait(20)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        yield
    finally:
        go.set()
        thread.join()


def unavailable(response, *, as_json: bool) -> bool:
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert UUID(response["X-Correlation-Id"]).version == 7
    if as_json:
        assert response.json() == {
            "error": {
                "code": "UNAVAILABLE",
                "message": "FoodCoord cannot answer at this moment. "
                "Please try again in a few seconds.",
                "details": {},
            }
        }
    else:
        assert b"Please try again in a few seconds." in response.content
        assert b"server closed" not in response.content
    return True


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_pages_and_api_say_503(client, error):
    with database_away(error):
        assert unavailable(client.get(PAGE), as_json=False)
        assert unavailable(client.get(API), as_json=True)


@pytest.mark.django_db
def test_without_a_database_the_session_of_a_signed_in_person_is_a_503_too(client, giver):
    client.force_login(giver)
    with database_away() as tried:
        assert unavailable(client.get(PAGE), as_json=False)
        assert unavailable(client.get("/nothing-here"), as_json=False)
        assert unavailable(client.get(API), as_json=True)
    assert "django_session" in tried[0]


@pytest.mark.django_db
def test_without_a_database_a_token_is_a_503_not_a_401(api, giver):
    caller = api(giver)
    caller.raise_request_exception = False
    with database_away():
        assert unavailable(caller.get("/api/v1/me"), as_json=True)


@pytest.mark.django_db(transaction=True)
def test_a_held_lock_is_a_503_within_six_seconds(giver):
    caller = Client(raise_request_exception=False)
    caller.force_login(giver)
    started = time.monotonic()
    with locked("django_session"):
        assert unavailable(caller.get(PAGE), as_json=False)
    with locked("catalog_food"):
        assert unavailable(caller.get(API), as_json=True)
    assert time.monotonic() - started < 12


@pytest.mark.django_db(transaction=True)
def test_a_write_that_meets_a_held_lock_changes_nothing_and_works_when_sent_again(api, giver):
    listing = make_listing(by=giver)
    caller = api(giver)
    caller.raise_request_exception = False
    withdraw = f"/api/v1/listings/{listing.pk}/withdraw"
    with locked("core_domainevent"):
        started = time.monotonic()
        refused = caller.post(withdraw, headers={"Idempotency-Key": "one"})
        assert time.monotonic() - started < 6
    assert unavailable(refused, as_json=True)
    assert not IdempotencyKey.objects.exists()
    answer = caller.post(withdraw, headers={"Idempotency-Key": "one"})
    assert (answer.status_code, answer.json()["data"]["state"]) == (200, "withdrawn")


@pytest.mark.django_db
def test_statements_and_locks_have_their_limits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
        )
        assert cursor.fetchone() == ("5s", "2s")
        cursor.execute("SELECT current_setting('TimeZone')")
        assert cursor.fetchone() == ("UTC",)


@pytest.mark.parametrize(
    ("error", "to_blame"),
    [(OperationalError(), True), (InterfaceError(), True), (ValueError(), False), (None, False)],
)
def test_only_the_databases_own_failures_are_its_fault(error, to_blame):
    assert is_unavailable(error) is to_blame


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_what_breaks_says_nothing_of_itself(client):
    page, answer = client.get("/broken"), client.get("/api/v1/broken")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert answer.json() == {
        "error": {
            "code": "SERVER_ERROR",
            "message": "Something went wrong on our side. Nothing was changed.",
            "details": {},
        }
    }
    for body in (page.content, answer.content):
        assert b"canary" not in body
        assert b"ValueError" not in body
    assert UUID(answer["X-Correlation-Id"]).version == 7


def test_healthz_asks_nobody(client):
    client.cookies["session"] = "anything"
    for host in ("localhost", "10.0.0.7"):
        answer = client.get("/healthz", headers={"Host": host})
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Correlation-Id"]
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/healthz", PAGE, API, "/nothing-here", "/api/v1/nothing-here", "/api/v1/me"],
)
def test_an_offered_correlation_id_comes_back_on_every_answer(client, address):
    answer = client.get(address, headers={"X-Correlation-Id": "Wish-7.a_b"})
    assert answer["X-Correlation-Id"] == "Wish-7.a_b"


@pytest.mark.django_db
@pytest.mark.parametrize("offered", ["a b", "x" * 65, "ü", "a\r\nSet-Cookie: x=1", "{}", ""])
def test_a_strange_correlation_id_is_replaced(client, offered):
    answer = client.get("/healthz", HTTP_X_CORRELATION_ID=offered)
    assert UUID(answer["X-Correlation-Id"]).version == 7


@pytest.mark.django_db
def test_what_a_signed_in_person_sees_is_not_kept(client, api, giver):
    assert "Cache-Control" not in client.get(PAGE)
    client.force_login(giver)
    assert client.get(PAGE)["Cache-Control"] == "no-store"
    assert api(giver).get("/api/v1/me")["Cache-Control"] == "no-store"
    assert client.get("/nothing-here")["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_pages_differ_by_person_and_by_htmx(client):
    vary = {word.strip() for word in client.get(PAGE)["Vary"].split(",")}
    assert {"HX-Request", "Cookie", "Accept-Language"} <= vary

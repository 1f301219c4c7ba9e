"""Who may write what, asked of Postgres itself: each statement runs under the role's own rights."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from accounts.models import User
from core import clock, roles
from core.roles import EXPLAINER, WEB, WORKER
from listings import tasks
from listings.models import Listing
from posts import services as posts
from standing import tasks as standing_tasks
from tests.factories import make_listing
from tests.standing.conftest import MONDAY
from tests.standing.conftest import start as start_standing

As = Callable[[str, str], Any]

# Statement, and whether the web, the worker and the explainer may run it.
PROBES: list[tuple[str, bool, bool, bool]] = [
    ("SELECT count(*) FROM listings_listing", True, True, False),
    ("UPDATE listings_listing SET title = title WHERE false", True, True, False),
    ("UPDATE accounts_user SET display_name = display_name WHERE false", True, True, False),
    ("UPDATE commitments_commitment SET message = message WHERE false", True, True, False),
    ("SELECT latitude FROM core_exactplace", True, False, False),
    ("INSERT INTO core_exactplace VALUES (gen_random_uuid(), 1, 2, '')", True, False, False),
    ("DELETE FROM core_exactplace WHERE false", True, False, False),
    ("SELECT count(*) FROM core_domainevent", True, True, False),
    ("UPDATE core_domainevent SET type = type WHERE false", False, False, False),
    ("DELETE FROM core_domainevent WHERE false", False, False, False),
    ("TRUNCATE core_domainevent CASCADE", False, False, False),
    ("UPDATE core_delivery SET attempts = attempts WHERE false", True, True, False),
    ("SELECT count(*) FROM django_q_ormq", True, True, False),
    ("DELETE FROM django_q_ormq WHERE false", False, True, False),
    ("UPDATE django_q_ormq SET key = key WHERE false", False, True, False),
    ("UPDATE django_q_schedule SET func = func WHERE false", False, True, False),
    ("UPDATE partners_webhook SET secret = secret WHERE false", True, True, False),
    ("UPDATE partners_webhookdelivery SET state = state WHERE false", True, True, False),
    ("DELETE FROM django_session WHERE false", True, True, False),
    ("UPDATE accounts_cache SET value = value WHERE false", True, True, False),
    ("DELETE FROM django_migrations WHERE false", False, True, False),
    ("DROP TABLE listings_listing", False, False, False),
    ("ALTER TABLE listings_listing DISABLE TRIGGER ALL", False, False, False),
    ("CREATE TABLE theirs (id int)", False, False, False),
    ("SET session_replication_role = replica", False, False, False),
    ("CREATE ROLE theirs", False, False, False),
    ("SELECT numbers FROM insights_insightsignal", True, True, True),
    ("SELECT name_en FROM catalog_category", True, True, True),
    ("UPDATE insights_explanation SET text = text WHERE false", False, True, True),
    ("UPDATE insights_explanation SET inputs = inputs WHERE false", False, True, False),
    ("UPDATE insights_modelcall SET outcome = outcome WHERE false", False, True, True),
    ("DELETE FROM insights_explanation WHERE false", False, True, False),
    ("UPDATE core_bucket SET tokens = tokens WHERE false", True, True, False),
    ("DELETE FROM core_usage WHERE false", True, True, False),
    ("SELECT core_note_changes('listing', ARRAY[gen_random_uuid()])", True, True, False),
    ("SELECT system_identifier FROM pg_control_system()", True, True, True),
    ("UPDATE insights_insightsignal SET severity = severity WHERE false", False, True, False),
]


@pytest.fixture
def granted(db: None) -> Iterator[None]:
    """All roles with their rights; roles are the server's, the rights this database's."""
    roles.create_roles()
    roles.grant()
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def may(role: str, statement: str) -> bool:
    """Whether Postgres lets the role run it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(statement)
            cursor.execute("RESET ROLE")
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            return False
        raise
    return True


@pytest.mark.parametrize(("statement", "web", "worker", "explainer"), PROBES)
def test_postgres_lets_each_role_do_its_work_and_no_more(
    statement: str, web: bool, worker: bool, explainer: bool, granted: None
) -> None:
    allowed = tuple(may(role, statement) for role in (WEB, WORKER, EXPLAINER))
    assert allowed == (web, worker, explainer)


def test_derived_tables_are_the_workers_to_write(granted: None) -> None:
    tables = roles._derived_tables()

    assert tables
    for table in tables:
        assert may(WEB, f"TABLE {table}")
        assert not may(WEB, f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
        assert may(WORKER, f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")


def test_no_table_is_forgotten(granted: None) -> None:
    """Each table is read by somebody, and by nobody who should not."""
    for table in connection.introspection.table_names():
        assert may(WEB, f"TABLE {table}")
        assert may(WORKER, f"TABLE {table}") is (table != "core_exactplace")
        assert may(EXPLAINER, f"TABLE {table}") is (table in roles.EXPLAINER_RIGHTS)


def test_the_web_may_offer_food_and_promise_it(granted: None, giver: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB}")

    listing = make_listing(by=giver)
    posts.hold(listing, quantity=listing.quantity, actor=giver.pseudonym)
    connection.check_constraints()

    assert Listing.objects.get().state == "reserved"


def test_the_worker_closes_what_is_over_without_seeing_where_it_is(
    granted: None, giver: User
) -> None:
    listing = make_listing(by=giver)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WORKER}")

    with clock.at(listing.available_until):
        tasks.expire_listings()
    connection.check_constraints()

    assert Listing.objects.get().state == "expired"


def test_the_worker_posts_what_comes_round_in_its_owners_name(granted: None, giver: User) -> None:
    """At their home, which it may not read for anything else."""
    with clock.at(MONDAY):
        weekly = start_standing(giver)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WORKER}")

    with clock.at(MONDAY + timedelta(days=2)):
        standing_tasks.post_occasions()

    assert Listing.objects.get().owner == weekly.owner


def test_the_worker_has_the_webs_rights_only_while_it_says_so(granted: None) -> None:
    read = "SELECT count(*) FROM core_exactplace"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inherit_option, set_option FROM pg_auth_members "
            "WHERE roleid = %s::regrole AND member = %s::regrole",
            [WEB, WORKER],
        )
        assert cursor.fetchone() == (False, True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {WORKER}")
        with roles.with_the_webs_rights():
            cursor.execute(read)
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (WEB,)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), roles.with_the_webs_rights():
        raise ZeroDivisionError
    assert not may(WORKER, read)


def test_the_command_is_harmless_twice(granted: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_roles")
    call_command("create_roles")

    assert capsys.readouterr().out == "roles made: none; rights given\n" * 2


def test_rights_given_by_hand_are_taken_back(granted: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON core_exactplace TO {WORKER}")
    assert may(WORKER, "SELECT latitude FROM core_exactplace")

    roles.grant()

    assert not may(WORKER, "SELECT latitude FROM core_exactplace")

"""A model's words are written under a role that can write nothing else: asked of Postgres."""

import subprocess
from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from psycopg.errors import InsufficientPrivilege
from pytest_django import Settings

from core import roles
from core.events.models import DomainEvent
from core.roles import EXPLAINER, WEB, WORKER
from insights.models import Explanation, InsightSignal, ModelCall
from tests.core.processes import run
from tests.insights.converse import GOOD
from tests.insights.events import P5, PEOPLE, absorb, drain_now, request, utc_today
from tests.insights.spoken import text

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "explainer"])

REFUSED = [
    "UPDATE listings_listing SET title = 'theirs'",
    "INSERT INTO listings_listing DEFAULT VALUES",
    "SELECT title FROM listings_listing",
    "INSERT INTO core_domainevent (id) VALUES (gen_random_uuid())",
    "SELECT payload FROM core_domainevent",
    "UPDATE core_delivery SET done_at = now()",
    "SELECT latitude FROM core_exactplace",
    "SELECT email FROM accounts_user",
    "UPDATE accounts_user SET is_superuser = true",
    "SELECT message FROM commitments_commitment",
    "INSERT INTO django_q_ormq (key, payload) VALUES ('a', 'b')",
    "SELECT session_data FROM django_session",
    "UPDATE insights_insightsignal SET severity = 1",
    "UPDATE insights_aggregate SET shown = true",
    "SELECT pseudonym FROM insights_dayparticipant",
    "DELETE FROM insights_explanation",
    "DELETE FROM insights_modelcall",
    "UPDATE insights_explanation SET source = 'plain'",
    "UPDATE insights_explanation SET inputs = '{}'",
    "UPDATE insights_modelcall SET asked_at = now()",
    "SELECT reason FROM insights_retraction",
    "UPDATE catalog_food SET name_en = 'theirs'",
    "TRUNCATE insights_modelcall",
    "CREATE TABLE theirs (id int)",
    "SET ROLE foodcoord",
]
ALLOWED = [
    "SELECT numbers FROM insights_insightsignal",
    "SELECT name_en FROM catalog_food",
    "SELECT name_en FROM catalog_category",
    "UPDATE insights_explanation SET text = text WHERE false",
    "UPDATE insights_modelcall SET outcome = outcome WHERE false",
]


@pytest.fixture
def explainer(db: None, settings: Settings) -> Iterator[str]:
    """The alias itself, whose role has its rights; closed before the database is cleared."""
    roles.create_roles()
    roles.grant()
    settings.EXPLAINER_ALIAS = "explainer"
    yield "explainer"
    connections["explainer"].close()


@pytest.fixture
def own_login(explainer: str) -> Iterator[str]:
    """The alias under a login of its own, as EXPLAINER_DATABASE_URL gives it."""
    asked = connections[explainer].settings_dict
    before = {"USER": asked["USER"], "OPTIONS": asked["OPTIONS"]}
    connections[explainer].close()
    asked.update(USER=EXPLAINER, OPTIONS={**before["OPTIONS"], "options": "-c timezone=UTC"})
    yield explainer
    connections[explainer].close()
    asked.update(before)


def may(statement: str, alias: str) -> bool:
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            return False
        raise
    return True


def whoami(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_alias_runs_under_the_explainers_role(explainer):
    assert whoami(explainer) == EXPLAINER
    assert whoami("default") != EXPLAINER


def test_postgres_refuses_everything_but_explanations(own_login):
    assert [statement for statement in REFUSED if may(statement, own_login)] == []
    assert [statement for statement in ALLOWED if not may(statement, own_login)] == []


def test_alias_with_the_workers_login_is_refused_as_well(explainer):
    of_its_own = [statement for statement in REFUSED if not statement.startswith("SET ROLE")]
    assert [statement for statement in of_its_own if may(statement, explainer)] == []


def test_own_login_has_no_other_role_to_go_back_to(own_login):
    for way_out in ("RESET ROLE", "SET ROLE NONE", "RESET SESSION AUTHORIZATION", "RESET ALL"):
        assert may(way_out, own_login)
        assert whoami(own_login) == EXPLAINER
        assert not may("UPDATE listings_listing SET title = 'theirs'", own_login)
    for role in (WEB, WORKER):
        assert not may(f"SET ROLE {role}", own_login)


def test_worker_may_take_the_explainers_role_and_the_web_may_not(explainer):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(%s, %s, 'MEMBER'), pg_has_role(%s, %s, 'MEMBER')",
            [WORKER, EXPLAINER, WEB, EXPLAINER],
        )
        assert cursor.fetchone() == (True, False)


@pytest.mark.parametrize("table", ["insights_explanation", "insights_modelcall"])
def test_web_cannot_write_explanations(explainer, table):
    for verb in ("INSERT", "UPDATE", "DELETE"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [WEB, table, verb])
            assert cursor.fetchone() == (False,)


def test_whole_way_through_the_alias(own_login, bedrock):
    """The worker's part on its own connection, the model's on the explainer's."""
    absorb(*[request(utc_today(), grams=5_000, by=person) for person in PEOPLE[:6]])
    InsightSignal.objects.exclude(cell=P5).delete()
    drain_now("explanations")
    assert text() == ("bedrock", " ".join(GOOD["English"].values()))
    assert whoami(own_login) == EXPLAINER
    assert ModelCall.objects.filter(outcome="kept").count() == 6
    assert Explanation.objects.filter(source="bedrock", state="written").count() == 6
    told = DomainEvent.objects.filter(type="insight.generated", payload__source="bedrock")
    assert told.count() == 6


def test_plain_sentences_need_neither_alias_nor_role(db, settings):
    settings.EXPLAINER_ALIAS = "explainer"
    asked = connections["explainer"].settings_dict
    before = asked["USER"]
    asked["USER"] = "nobody_by_that_name"
    try:
        absorb(*[request(utc_today(), grams=5_000, by=person) for person in PEOPLE[:6]])
        drain_now("explanations")
        assert text()[0] == "plain"
        assert connections["explainer"].connection is None
    finally:
        asked["USER"] = before


LOADED = """
import sys, django
django.setup()
from django.urls import get_resolver
import foodcoord.wsgi, foodcoord.live_urls
get_resolver().url_patterns, get_resolver()._populate()
print([name for name in sys.modules if name in {0!r}])
"""
CALLERS = ("insights.explanations.bedrock", "insights.explanations.generate")


def test_no_process_but_the_worker_loads_what_calls_a_model(db):
    ended: subprocess.CompletedProcess[str] = run("-c", LOADED.format(CALLERS), EXPLAINER="plain")
    assert (ended.returncode, ended.stdout.strip()) == (0, "[]"), ended.stderr

"""Who may write what, kept by Postgres: the web, the worker, and what asks a language model each
run under a role of their own.

`manage.py create_roles` makes the roles once a server; the grants are given again after every
migration, so that a new table is never open by accident.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from psycopg import sql
from psycopg.errors import DuplicateObject, UniqueViolation

from core.derived.models import DerivedModel
from core.events.models import DomainEvent
from core.geo.models import ExactPlace

WEB = "foodcoord_web"
WORKER = "foodcoord_worker"
EXPLAINER = "foodcoord_explainer"
ROLES = (WEB, WORKER, EXPLAINER)

READ = ("SELECT",)
APPEND = ("SELECT", "INSERT")
WRITE = ("SELECT", "INSERT", "UPDATE", "DELETE")
EXPLAINER_RIGHTS = {
    "insights_insightsignal": ("SELECT",),
    "insights_explanation": (
        "SELECT",
        "INSERT",
        "UPDATE (text, state, reason, checks, model, tokens_in, tokens_out, cost_micros, asked_at, "
        "computed_at, expires_at)",
    ),
    "insights_modelcall": (
        "SELECT",
        "INSERT",
        "UPDATE (outcome, error, milliseconds, tokens_in, tokens_out, cost_micros)",
    ),
    "catalog_category": ("SELECT",),
    "catalog_food": ("SELECT",),
}
"""All that what a language model says can touch (docs/decisions/insights-explainer-role.md)."""
BROKER_TABLES = ("django_q_ormq", "django_q_schedule", "django_q_task")


def create_roles(using: str = "default") -> list[str]:
    """Make the roles that are missing; harmless twice.

    The worker may take the explainer's role, which is how one login serves both; and, only where
    it says so, the web's, for what people leave it to do in their name.

    Returns:
        The names of those made now.
    """
    missing = [role for role in ROLES if role not in _existing(using)]
    made = [role for role in missing if _create(role, using)]
    _let_take(WORKER, EXPLAINER, using)
    _let_take(WORKER, WEB, using, inherit=False)
    return made


@contextmanager
def with_the_webs_rights() -> Iterator[None]:
    """Let the worker do what people do, places included, until the block ends.

    For verbs that run in a person's name (docs/decisions/imports.md). To be opened right inside a
    transaction, whose rollback gives the role back too. A login that may see places anyway, as
    where nobody made the roles, stays as it is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [ExactPlace._meta.db_table])
        (sees_places,) = cursor.fetchone()
        if not sees_places:
            cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(WEB)))
    yield
    if not sees_places:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def grant(using: str = "default") -> None:
    """Give each existing role exactly its rights on each table of this database."""
    roles = _existing(using)
    tables = connections[using].introspection.table_names()
    with connections[using].cursor() as cursor:
        for role in (role for role in ROLES if role in roles):
            name = sql.Identifier(role)
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
            for table in tables:
                _grant_table(cursor, table, name, rights(role, table))


def rights(role: str, table: str) -> tuple[str, ...]:
    """What a role may do to a table.

    Derived tables are the worker's to write, exact places are not its to read, the log only
    grows, and the web may put tasks on the queue but not alter them. All else both may write. The
    explainer may do what is listed.
    """
    if role == EXPLAINER:
        return EXPLAINER_RIGHTS.get(table, ())
    if table == DomainEvent._meta.db_table:
        return APPEND
    if role == WORKER:
        return () if table == ExactPlace._meta.db_table else WRITE
    if table in _derived_tables() or table == "django_migrations":
        return READ
    return APPEND if table in BROKER_TABLES else WRITE


def grant_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    grant(using)


def _create(role: str, using: str) -> bool:
    """Whether it was made here; roles are the server's, and another database may be as far."""
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    except DatabaseError as error:
        if isinstance(error.__cause__, (DuplicateObject, UniqueViolation)):
            return False
        raise
    return True


def _let_take(member: str, role: str, using: str, *, inherit: bool = True) -> None:
    """Make one role a member of another, unless it is; without `inherit`, it has the other's
    rights only while it puts it on."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_auth_members WHERE roleid = %s::regrole AND member = %s::regrole",
            [role, member],
        )
        if cursor.fetchone() is None:
            names = (sql.Identifier(role), sql.Identifier(member))
            how = sql.SQL("" if inherit else " WITH INHERIT FALSE")
            cursor.execute(sql.SQL("GRANT {} TO {}{}").format(*names, how))


def _derived_tables() -> set[str]:
    return {m._meta.db_table for m in apps.get_models() if issubclass(m, DerivedModel)}


def _existing(using: str) -> set[str]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
        return {row[0] for row in cursor.fetchall()}


def _grant_table(cursor: Any, table: str, role: sql.Identifier, given: tuple[str, ...]) -> None:
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(name, role))
    if given:
        verbs = sql.SQL(", ").join(sql.SQL(verb) for verb in given)
        cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(verbs, name, role))

"""After a test that commits, each table is again as the migrations left it.

Django empties all of a hundred and seventy tables and fills them anew, which takes longer than
most tests. Here only what has rows is emptied; what migrations filled is compared with what it was,
and where it differs Django's own way is taken.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

Checksums = dict[str, str]
Case: Any = TransactionTestCase
"""Its two hooks are not part of what Django's types tell of."""
_whole_setup = Case._fixture_setup.__func__
_whole_flush = Case._fixture_teardown
_migrated: Checksums = {}


def pytest_configure() -> None:
    Case._fixture_setup = classmethod(_fixture_setup)
    Case._fixture_teardown = _fixture_teardown


def _fixture_setup(case: type[TransactionTestCase]) -> None:
    if not _migrated:
        _remember()
    _whole_setup(case)


def _fixture_teardown(case: TransactionTestCase) -> None:
    filled = _with_rows()
    emptied = _with_those_that_refer_to(filled - _migrated.keys())
    if emptied & _migrated.keys() or _checksums(filled & _migrated.keys()) != _migrated:
        _whole_flush(case)
        _remember()
    elif emptied:
        tables = map(sql.Identifier, sorted(emptied))
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))


def _remember() -> None:
    _migrated.clear()
    _migrated.update(_checksums(_with_rows()))


def _with_rows() -> set[str]:
    return set(_asked_of_each("SELECT {name}, '' WHERE EXISTS (SELECT FROM {table})", _tables()))


def _checksums(tables: Iterable[str]) -> Checksums:
    each = "SELECT {name}, md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
    return _asked_of_each(each, tables)


def _asked_of_each(query: str, tables: Iterable[str]) -> Checksums:
    """One question to Postgres for all tables."""
    asked = [
        sql.SQL(query).format(name=sql.Literal(table), table=sql.Identifier(table))
        for table in sorted(tables)
    ]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(asked))
        return dict(cursor.fetchall())


def _with_those_that_refer_to(tables: set[str]) -> set[str]:
    """Postgres empties a table only together with those that refer to it."""
    found, ahead = set(tables), list(tables)
    while ahead:
        for other in _referring()[ahead.pop()] - found:
            found.add(other)
            ahead.append(other)
    return found


@cache
def _tables() -> tuple[str, ...]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(sorted(names))


@cache
def _referring() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT confrelid::regclass::text, conrelid::regclass::text"
            " FROM pg_constraint WHERE contype = 'f'"
        )
        for referred, referring in cursor.fetchall():
            found[referred].add(referring)
    return found

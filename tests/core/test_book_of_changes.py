"""The book of changes as it is kept: begun, shortened, and carried to another server."""

from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.changes.models import Change
from core.changes.reading import BEGINNING, changes_after, forget_superseded
from core.changes.triggers import note_all
from listings import services as listings
from tests.factories import make_listing

FAR_AHEAD = 2**40
"""By so many transactions the server that was lost had written more than this one."""
CARRY_OVER = """
WITH own AS (DELETE FROM core_change RETURNING *) INSERT INTO core_change
SELECT (changed_in::text::bigint + {ahead})::text::xid8, subject_type, subject_id FROM own
"""


def told() -> list[UUID]:
    """Listings in the order in which they changed."""
    places = changes_after(BEGINNING, subject_types=["listing"], limit=100)
    return [place.subject_id for place in places]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def written_by_migrations() -> dict[tuple[str, str], str]:
    """The SQL of each migration that names the book."""
    found = {}
    for name, migration in MigrationLoader(None).disk_migrations.items():
        said = [op.sql for op in migration.operations if isinstance(op, RunSQL)]
        sql = "".join(one for one in said if isinstance(one, str))
        if "core_change" in sql or "core_note_changes" in sql:
            found[name] = sql
    return found


def test_nobody_waits_for_the_first_noting_of_a_table() -> None:
    """A trigger's lock is held until its migration ends: the long insert is in the one after."""
    written = written_by_migrations()
    triggers = {name for name, sql in written.items() if "CREATE TRIGGER" in sql}
    noting = {name for name, sql in written.items() if "INSERT INTO core_change SELECT" in sql}
    assert triggers & noting == set()
    parents = MigrationLoader(None).disk_migrations
    assert {parents[name].dependencies[0] for name in noting} == triggers
    assert len(triggers) == 4


@pytest.mark.django_db(transaction=True)
def test_all_that_is_there_counts_as_changed_when_the_book_is_begun(giver: User) -> None:
    there = {make_listing(by=giver).pk for _ in range(3)}
    Change.objects.all().delete()
    begin = note_all("listings_listing", "listing")
    with transaction.atomic():
        late = make_listing(by=giver)  # noted by its trigger, in this very transaction
        execute(str(begin.sql))
    assert set(told()) == there | {late.pk}
    execute(str(begin.reverse_sql))
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_the_book_is_shortened_a_piece_at_a_time(giver: User) -> None:
    first, second = make_listing(by=giver), make_listing(by=giver)
    for number in range(5):
        first = listings.update(listing=first, by=giver, title=f"Title {number}")
    rows = Change.objects.filter(subject_type="listing")
    places, before = rows.count(), told()
    assert places == 7
    with CaptureQueriesContext(connection) as asked:
        assert forget_superseded(at_once=2) == 5
    assert len(asked) > 3
    assert told() == before == [second.pk, first.pk]
    assert rows.count() == 2
    assert forget_superseded(at_once=2) == 0


@pytest.mark.django_db(transaction=True)
def test_a_book_from_a_server_that_was_ahead_is_read_again_once_renumbered(giver: User) -> None:
    first, second = make_listing(by=giver), make_listing(by=giver)
    first = listings.update(listing=first, by=giver, title="Changed twice")
    execute(CARRY_OVER.format(ahead=FAR_AHEAD))
    assert told() == []  # all of it lies ahead
    listings.update(listing=second, by=giver, title="Changed after the restore")

    out = StringIO()
    call_command("renumber_changes", stdout=out)
    call_command("renumber_changes", stdout=out)
    assert sorted(told()) == sorted([first.pk, second.pk])
    assert out.getvalue().startswith("rows that count as changed now:")
    assert len(Change.objects.filter(subject_type="listing")) == 2
    listings.update(listing=first, by=giver, title="And on it goes")
    assert told() == [second.pk, first.pk]

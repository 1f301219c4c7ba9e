"""Proving that the figures are those of the events, and making them so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core import clock
from insights.figures import history, tables, windows
from insights.figures.days import oldest_kept
from insights.figures.deltas import FIELDS
from insights.figures.follow_up import bring_up_all
from insights.figures.tables import LIVE, Tables
from insights.figures.tally import Tally
from insights.privacy import shown

REBUILT = Tables(
    bucket="rebuilt_bucket",
    person="rebuilt_person",
    wait="rebuilt_wait",
    aggregate="rebuilt_aggregate",
)
CHUNK = 20_000
MOST_LISTED = 20

MAKE = """
DROP TABLE IF EXISTS pg_temp.{rebuilt};
CREATE TEMPORARY TABLE {rebuilt}
(LIKE {live} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES) ON COMMIT DROP
"""
KEYS = "SELECT DISTINCT cell, category FROM {aggregate}"
DIFFERENT = """
SELECT count(*) OVER (), {key}, l.figures::text, r.figures::text
FROM (SELECT {key}, row({values}) AS figures FROM {live} {where}) l
FULL JOIN (SELECT {key}, row({values}) AS figures FROM {rebuilt} {where}) r USING ({key})
WHERE l.figures IS DISTINCT FROM r.figures
ORDER BY {key} LIMIT {most}
"""
DAY = "cell, category, day"
KEPT = "WHERE day >= %(oldest)s"

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Comparison:
    """How one table and its rebuild differ: in how many rows, and the first of them in words."""

    table: str
    different: int
    listed: list[str]


def verify(*, progress: Progress) -> list[Comparison]:
    """Recompute everything from events beside the live tables, and compare each row.

    All is read at one snapshot. It needs no lock: an event's effect and the mark that it is
    absorbed are committed together, so a snapshot has both or neither. Events that wait to be
    absorbed are left out, on both sides.

    Args:
        progress: told now and then how many events were read.

    Returns:
        One comparison a table.
    """
    with transaction.atomic():
        _take_snapshot()
        today = clock.today()
        for live, rebuilt in zip(vars(LIVE).values(), vars(REBUILT).values(), strict=True):
            _run(MAKE.format(live=live, rebuilt=rebuilt))
        _rebuild_days(today, progress)
        k = settings.K_PARTICIPANTS
        windows.recompute(None, as_of=today, k=k, tables=REBUILT)
        keys = {(cell, category) for cell, category in _run(KEYS.format(**REBUILT.names()))}
        shown.refresh(keys, as_of=today, k=k, tables=REBUILT)
        return [_compare(*comparison, today) for comparison in _comparisons()]


def rebuild(*, progress: Progress) -> None:
    """Count every kept day again, a day a transaction, then compute all windows and signals.

    Nothing waits longer than a day takes: events go on being absorbed in between.
    """
    today = clock.today()
    for offset in range((today - oldest_kept(today)).days + 2):
        _recount(oldest_kept(today) + timedelta(days=offset), progress)
    bring_up_all()


@transaction.atomic
def _recount(day: date, progress: Progress) -> None:
    tables.hold_lock()
    _run("SET LOCAL statement_timeout = 0")
    tally = Tally(clock.today(), lambda delta: delta.day == day)
    tally.add_all(_counted(history.landing_on([day]), progress))
    tables.clear_day(day)
    tables.add(tally)


def _take_snapshot() -> None:
    """From here on the transaction sees one moment (a test's own transaction sees its own)."""
    if not connection.savepoint_ids:
        _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    _run("SET LOCAL statement_timeout = 0")


def _rebuild_days(today: date, progress: Progress) -> None:
    facts = _counted(history.since(oldest_kept(today)), progress)
    while chunk := list(islice(facts, CHUNK)):
        tally = Tally(today)
        tally.add_all(chunk)
        tables.add(tally, REBUILT)
    for name in (REBUILT.bucket, REBUILT.person, REBUILT.wait):
        _run(f"ANALYZE {name}")


def _counted(facts: Iterator[history.PastFact], progress: Progress) -> Iterator[history.PastFact]:
    for number, fact in enumerate(facts, start=1):
        yield fact
        if number % CHUNK == 0:
            progress(CHUNK)


def _comparisons() -> list[tuple[str, str, str, str, str]]:
    """Live table, rebuilt one, key, columns that must agree, which rows."""
    window = ", ".join(
        ["as_of", *FIELDS, "participants", "added_participants", "median_minutes", "shown"]
    )
    return [
        (LIVE.bucket, REBUILT.bucket, DAY, ", ".join(FIELDS), KEPT),
        (LIVE.person, REBUILT.person, f"{DAY}, pseudonym", "facts", KEPT),
        (LIVE.wait, REBUILT.wait, f"{DAY}, bin", "count", KEPT),
        (LIVE.aggregate, REBUILT.aggregate, "category, cell, window_days", window, ""),
    ]


def _compare(live: str, rebuilt: str, key: str, values: str, where: str, today: date) -> Comparison:
    statement = DIFFERENT.format(
        live=live, rebuilt=rebuilt, key=key, values=values, where=where, most=MOST_LISTED
    )
    rows = _run(statement, {"oldest": oldest_kept(today)})
    listed = [
        f"{live} {' '.join(str(value) for value in row[1:-2])}: "
        f"live {row[-2] or 'absent'}, rebuilt {row[-1] or 'absent'}"
        for row in rows
    ]
    return Comparison(live, rows[0][0] if rows else 0, listed)


def _run(statement: str, asked: dict[str, date] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall() if cursor.description else []

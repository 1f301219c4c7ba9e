"""Proving that the figures are those of the events, and making them so.

A rebuild counts everything from events beside the live tables, at one snapshot, and then adds the
differences to the live days. Whatever is absorbed meanwhile is added too: sums do not care for
order, so nothing waits for more than a day's differences.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core import clock
from insights.figures import differences, history, tables, windows
from insights.figures.days import HISTORY_DAYS, WEEK_DAYS, ended_weeks, oldest_kept
from insights.figures.deltas import COUNTS, FIELDS
from insights.figures.differences import Comparison
from insights.figures.follow_up import bring_up_all
from insights.figures.tables import LIVE, REBUILDING, Tables
from insights.privacy import shown

REBUILT = Tables(
    bucket="rebuilt_bucket",
    person="rebuilt_person",
    wait="rebuilt_wait",
    aggregate="rebuilt_aggregate",
    snapshot="rebuilt_snapshot",
)
MAKE = """
DROP TABLE IF EXISTS pg_temp.{rebuilt};
CREATE TEMPORARY TABLE {rebuilt}
(LIKE {live} INCLUDING DEFAULTS INCLUDING IDENTITY {besides})
"""
INDEXED = "INCLUDING INDEXES"
# The days of all batches, each row once, in the order of the live index.
SUM_UP = """
CREATE TEMPORARY TABLE summed_up AS
SELECT {key}, {sums}, max(computed_at) AS computed_at, max(expires_at) AS expires_at
FROM {rebuilt} GROUP BY {key};
DROP TABLE {rebuilt};
ALTER TABLE summed_up RENAME TO {rebuilt};
CREATE UNIQUE INDEX ON {rebuilt} ({key});
ANALYZE {rebuilt}
"""
SUMMED = (
    (
        REBUILT.bucket,
        "cell, category, day",
        ", ".join(
            f"sum({name})::{'int' if name in COUNTS else 'bigint'} AS {name}" for name in FIELDS
        ),
    ),
    (REBUILT.person, "cell, category, day, pseudonym", "sum(facts)::int AS facts"),
    (REBUILT.wait, "cell, category, day, bin", "sum(count)::int AS count"),
)
DROP = "DROP TABLE IF EXISTS pg_temp.{rebuilt}"
FORGET_WEEKS = "DELETE FROM {live} WHERE as_of < %(kept)s"
COLUMNS = (
    *("cell", "category", "window_days", "as_of", *FIELDS, "participants", "added_participants"),
    *("median_minutes", "shown", "computed_at", "expires_at"),
)
RESTORE_WEEKS = (
    "INSERT INTO {live} ({columns}) SELECT {columns} FROM {rebuilt} WHERE as_of < %(kept)s"
).replace("{columns}", ", ".join(COLUMNS))
PATIENCE = "60s"
KEYS = "SELECT DISTINCT cell, category FROM {aggregate} WHERE as_of = %(as_of)s"


@dataclass(frozen=True)
class Progress:
    """How far a rebuild is: of so many days of events so many are read, with so many events."""

    days: int
    of_days: int
    events: int


Tell = Callable[[Progress], None]


def verify(*, progress: Tell, whole_history: bool = False) -> list[Comparison]:
    """Recompute everything from events beside the live tables, and compare each row.

    All is read at one snapshot. It needs no lock: an event's effect and the mark that it is
    absorbed are committed together, so a snapshot has both or neither. Events that wait to be
    absorbed are left out, on both sides.

    Args:
        progress: told after each day of events.
        whole_history: compare also the weeks whose days are no longer kept.

    Returns:
        One comparison a table.
    """
    with transaction.atomic():
        today = clock.today()
        _count_beside(today, whole_history, progress)
        _windows_beside(today, whole_history)
        found = differences.compare(
            LIVE,
            REBUILT,
            since=oldest_kept(today),
            weeks=ended_weeks(_since(today, whole_history), today),
        )
        _drop()
        return found


def rebuild(*, progress: Tell, whole_history: bool = False) -> None:
    """Make every kept day what its events say, then compute all windows and signals.

    Args:
        progress: told after each day of events.
        whole_history: make also the weeks again whose days are no longer kept.
    """
    today = clock.today()
    with _alone():
        with transaction.atomic():
            _count_beside(today, whole_history, progress)
            differences.find(LIVE, REBUILT, since=oldest_kept(today))
            if whole_history:
                _windows_beside(today, whole_history)
        for day in differences.days():
            with transaction.atomic():
                tables.hold_lock()
                differences.add(day, LIVE)
        if whole_history:
            with transaction.atomic():
                tables.hold_lock()
                _restore_weeks(today)
        _drop()
    for table in vars(
        LIVE
    ).values():  # so that what follows is planned for as many rows as there are
        _run(f"ANALYZE {table}")
    bring_up_all()


def _since(today: date, whole_history: bool) -> date:
    """The first day whose figures are counted."""
    return today - timedelta(days=HISTORY_DAYS) if whole_history else oldest_kept(today)


@contextmanager
def _alone() -> Iterator[None]:
    """One rebuild at a time, and none beside a replay (`tables.rebuild_under_way`)."""
    _run(f"SET lock_timeout = '{PATIENCE}'")
    try:
        _run("SELECT pg_advisory_lock(%s)", [REBUILDING])
        yield
    finally:
        _run("SELECT pg_advisory_unlock_all()")
        _run("RESET lock_timeout")


def _take_snapshot() -> None:
    """From here on the transaction sees one moment (a test's own transaction sees its own)."""
    if not connection.savepoint_ids:
        _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    _run("SET LOCAL statement_timeout = 0")


def _count_beside(today: date, whole_history: bool, progress: Tell) -> None:
    """The days, from a day of events at a time."""
    _take_snapshot()
    of_days = {rebuilt for rebuilt, _, _ in SUMMED}
    for live, rebuilt in zip(vars(LIVE).values(), vars(REBUILT).values(), strict=True):
        besides = "" if rebuilt in of_days else INDEXED
        _run(MAKE.format(live=live, rebuilt=rebuilt, besides=besides))
    since = _since(today, whole_history)
    days_of_events, events = (
        (today - since).days + 2,
        0,
    )  # a clock ahead of ours may have written tomorrow
    for number in range(days_of_events):
        day = since + timedelta(days=number)
        source = history.between(day, day + timedelta(days=1))
        events += tables.add_to(REBUILT, source, oldest=since)
        progress(Progress(number + 1, days_of_events, events))
    for rebuilt, key, sums in SUMMED:
        _run(SUM_UP.format(rebuilt=rebuilt, key=key, sums=sums))


def _windows_beside(today: date, whole_history: bool) -> None:
    k = settings.K_PARTICIPANTS
    windows.recompute(None, as_of=today, k=k, tables=REBUILT)
    _decide_what_is_shown(today, REBUILT)
    for sunday in ended_weeks(_since(today, whole_history), today):
        windows.recompute_week(None, sunday=sunday, k=k, tables=REBUILT)
        _decide_what_is_shown(sunday, REBUILT.of_history())


def _decide_what_is_shown(as_of: date, beside: Tables) -> None:
    rows = _run(KEYS.format(**beside.names()), {"as_of": as_of})
    keys = {(cell, category) for cell, category in rows}
    shown.refresh(keys, as_of=as_of, k=settings.K_PARTICIPANTS, tables=beside)


def _restore_weeks(today: date) -> None:
    """The weeks that no change of a day reaches any more."""
    final = {"kept": oldest_kept(today) + timedelta(days=WEEK_DAYS - 1)}
    for statement in (FORGET_WEEKS, RESTORE_WEEKS):
        _run(statement.format(live=LIVE.snapshot, rebuilt=REBUILT.snapshot), final)


def _drop() -> None:
    for rebuilt in vars(REBUILT).values():
        _run(DROP.format(rebuilt=rebuilt))


def _run(statement: str, asked: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall() if cursor.description else []

"""What follows from changed days: windows, what may be seen of them, signals."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core import clock
from insights.figures import tables, windows
from insights.figures.days import ended_weeks, oldest_kept, week_end
from insights.figures.deltas import DayKey, Key
from insights.figures.tables import keys_of
from insights.forecasts import refresh as forecasts
from insights.imbalance import refresh as imbalance
from insights.privacy import shown

OLD_KEYS = """
SELECT a.cell, a.category, a.as_of FROM unnest(%(roots)s::text[]) AS f(root),
LATERAL (
    SELECT cell, category, min(as_of) AS as_of FROM insights_aggregate
    WHERE as_of < %(as_of)s AND cell >= f.root COLLATE "C" AND cell < (f.root || '~') COLLATE "C"
    GROUP BY cell, category OFFSET 0
) a
"""
OLD_ROOTS = """
SELECT DISTINCT left(cell, %(top)s) FROM insights_aggregate WHERE as_of < %(as_of)s LIMIT %(most)s
"""
ALL_ROOTS = """
SELECT DISTINCT left(cell, %(top)s) FROM insights_daybucket
UNION SELECT DISTINCT left(cell, %(top)s) FROM insights_aggregate
"""
DAYS_UNDER = """
SELECT a.cell, a.category, a.day FROM unnest(%(roots)s::text[]) AS f(root),
LATERAL (
    SELECT DISTINCT cell, category, {day} AS day FROM {table}
    WHERE cell >= f.root COLLATE "C" AND cell < (f.root || '~') COLLATE "C" OFFSET 0
) a
"""
ROOTS_AT_ONCE = 4


def follow_up(days: Collection[DayKey], people_changed: Collection[DayKey], *, as_of: date) -> None:
    """Bring windows, past weeks, what may be seen of them, signals and forecasts in line with
    changed days.

    Args:
        days: those that changed.
        people_changed: those of them in which someone began or ceased to count.
        as_of: today; cells around the changed ones that are still of another day are brought
            along, so that a parent and its children are always of one day.
    """
    keys = keys_of(days)
    roots = sorted({cell[: shown.TOP] for cell, _ in keys})
    left_behind = _days(OLD_KEYS, {"roots": roots, "as_of": as_of})
    old = {(cell, category) for cell, category, _ in left_behind}
    k = settings.K_PARTICIPANTS
    windows.recompute({*keys, *old}, as_of=as_of, k=k)
    turned = shown.refresh({*keys_of(people_changed), *old}, as_of=as_of, k=k)
    weeks = _ended_weeks(days, left_behind, as_of)
    for sunday, of_week in weeks.items():
        windows.recompute_week(of_week, sunday=sunday, k=k)
        shown.refresh(of_week, as_of=sunday, k=k, tables=tables.LIVE.of_history())
    imbalance.refresh({*keys, *old, *turned})
    forecasts.refresh_regions({cell for of_week in weeks.values() for cell, _ in of_week})


def _ended_weeks(
    days: Collection[DayKey], left_behind: Collection[DayKey], today: date
) -> dict[date, set[Key]]:
    """The Sundays of past weeks to compute: those that changed days lie in, and those that ended
    since a cell was last brought to the present day. A week whose days are no longer all kept
    stays as it is. Totals have no history."""
    open_weeks = ended_weeks(oldest_kept(today), today)
    weeks: dict[date, set[Key]] = defaultdict(set)
    for cell, category, day in days:
        if category and week_end(day) in open_weeks:
            weeks[week_end(day)].add((cell, category))
    for cell, category, last in left_behind:
        for sunday in open_weeks:
            if category and sunday >= last:
                weeks[sunday].add((cell, category))
    return weeks


def roll_over() -> int:
    """Bring the windows of all cells to today, a few regions a transaction; harmless twice.

    Returns:
        How many regions there were to bring along.
    """
    rolled = 0
    while roots := _roots(OLD_ROOTS, as_of=clock.today(), most=ROOTS_AT_ONCE):
        bring_up(roots)
        rolled += len(roots)
    return rolled


def bring_up_all() -> None:
    """Compute all windows, seen or not, and signals from the days as they stand."""
    roots = _roots(ALL_ROOTS)
    for start in range(0, len(roots), ROOTS_AT_ONCE):
        bring_up(roots[start : start + ROOTS_AT_ONCE])


@transaction.atomic
def bring_up(roots: Sequence[str]) -> None:
    """Compute the windows, past weeks and signals of whole regions (cells of precision 4) from
    their days. Harmless twice."""
    tables.hold_lock()
    of_days = DAYS_UNDER.format(table=tables.LIVE.bucket, day="day")
    of_windows = DAYS_UNDER.format(table=tables.LIVE.aggregate, day="as_of")
    of_weeks = DAYS_UNDER.format(table=tables.LIVE.snapshot, day="as_of")
    days = {
        day
        for each in (of_days, of_windows, of_weeks)
        for day in _days(each, {"roots": list(roots)})
    }
    follow_up(days, days, as_of=clock.today())


def _roots(statement: str, **asked: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"top": shown.TOP, **asked})
        return sorted(root for (root,) in cursor.fetchall())


def _days(statement: str, asked: dict[str, Any]) -> set[DayKey]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return {(cell, category, day) for cell, category, day in cursor.fetchall()}

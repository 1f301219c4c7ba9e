"""What follows from changed days: windows, what may be seen of them, signals."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core import clock
from insights.figures import tables, windows
from insights.figures.tally import Key
from insights.imbalance import refresh as imbalance
from insights.privacy import shown

OLD_KEYS = """
SELECT a.cell, a.category FROM unnest(%(roots)s::text[]) AS f(root),
LATERAL (
    SELECT DISTINCT cell, category FROM insights_aggregate
    WHERE as_of < %(as_of)s AND cell >= f.root COLLATE "C" AND cell < (f.root || '~') COLLATE "C"
    OFFSET 0
) a
"""
OLD_ROOTS = """
SELECT DISTINCT left(cell, %(top)s) FROM insights_aggregate WHERE as_of < %(as_of)s LIMIT %(most)s
"""
ALL_ROOTS = """
SELECT DISTINCT left(cell, %(top)s) FROM insights_daybucket
UNION SELECT DISTINCT left(cell, %(top)s) FROM insights_aggregate
"""
KEYS_UNDER = """
SELECT a.cell, a.category FROM unnest(%(roots)s::text[]) AS f(root),
LATERAL (
    SELECT DISTINCT cell, category FROM {table}
    WHERE cell >= f.root COLLATE "C" AND cell < (f.root || '~') COLLATE "C" OFFSET 0
) a
"""
ROOTS_AT_ONCE = 4


def follow_up(keys: Collection[Key], people_changed: Collection[Key], *, as_of: date) -> None:
    """Bring windows, what may be seen of them, and signals in line with changed days.

    Args:
        keys: (cell, category) pairs whose days changed.
        people_changed: those of them in which someone began or ceased to count.
        as_of: today; cells around the keys that are still of another day are brought along, so
            that a parent and its children are always of one day.
    """
    roots = sorted({cell[: shown.TOP] for cell, _ in keys})
    old = _keys(OLD_KEYS, {"roots": roots, "as_of": as_of})
    k = settings.K_PARTICIPANTS
    windows.recompute({*keys, *old}, as_of=as_of, k=k)
    turned = shown.refresh({*people_changed, *old}, as_of=as_of, k=k)
    imbalance.refresh({*keys, *old, *turned})


def roll_over() -> int:
    """Bring the windows of all cells to today, a few regions a transaction; harmless twice.

    Returns:
        How many regions there were to bring along.
    """
    rolled = 0
    while roots := _roots(OLD_ROOTS, as_of=clock.today(), most=ROOTS_AT_ONCE):
        _bring_up(roots)
        rolled += len(roots)
    return rolled


def bring_up_all() -> None:
    """Compute all windows, seen or not, and signals from the days as they stand."""
    roots = _roots(ALL_ROOTS)
    for start in range(0, len(roots), ROOTS_AT_ONCE):
        _bring_up(roots[start : start + ROOTS_AT_ONCE])


@transaction.atomic
def _bring_up(roots: Sequence[str]) -> None:
    tables.hold_lock()
    keys = {
        key
        for table in (tables.LIVE.bucket, tables.LIVE.aggregate)
        for key in _keys(KEYS_UNDER.format(table=table), {"roots": list(roots)})
    }
    follow_up(keys, keys, as_of=clock.today())


def _roots(statement: str, **asked: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"top": shown.TOP, **asked})
        return sorted(root for (root,) in cursor.fetchall())


def _keys(statement: str, asked: dict[str, Any]) -> set[Key]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return {(cell, category) for cell, category in cursor.fetchall()}

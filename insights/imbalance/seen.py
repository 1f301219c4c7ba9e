"""Reading what may be seen: windows, and the weeks they are compared with. A query a batch."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from core import clock
from insights.enums import Window
from insights.figures.days import LONGEST, first_day
from insights.figures.deltas import FIELDS, Key
from insights.imbalance.past import PAST_WEEKS
from insights.imbalance.sights import Figures, Sight, Span
from insights.privacy.shown import TOP

# A fortnight holds each weekday twice and is recent enough to act on; where only the longer
# window may be seen, that.
PREFERRED = (Window.FORTNIGHT.value, Window.MONTH.value)
YEAR = 364
"""Days: the same weekdays a year ago."""
SEARCHED_WEEKS = 12
"""How far back the `PAST_WEEKS` are looked for: some may be hidden."""

KEYS = "unnest(%(cells)s::text[], %(categories)s::text[]) AS k(cell, category)"
SEEN = """
SELECT a.cell, a.category, a.window_days, a.as_of, a.median_minutes, {figures}
FROM {keys}
JOIN insights_aggregate a ON a.cell = k.cell COLLATE "C" AND a.category = k.category COLLATE "C"
WHERE a.shown AND a.window_days = ANY(%(windows)s)
"""
SEEN = SEEN.format(figures=", ".join(f"a.{name}" for name in FIELDS), keys=KEYS)
HIDDEN = f"""
SELECT DISTINCT a.cell, a.category FROM {KEYS}
JOIN insights_aggregate a ON a.cell = k.cell COLLATE "C" AND a.category = k.category COLLATE "C"
"""  # noqa: S608 - no input in it
WEEKS = """
SELECT s.cell, s.category, s.as_of, s.median_minutes, {figures}
FROM unnest(%(cells)s::text[], %(categories)s::text[], %(firsts)s::date[], %(lasts)s::date[])
    AS k(cell, category, first, last),
LATERAL (
    SELECT * FROM insights_snapshot
    WHERE cell = k.cell COLLATE "C" AND category = k.category COLLATE "C" AND shown
        AND as_of >= k.first AND as_of <= k.last AND window_days = 7 AND expires_at > %(now)s
) s
"""
WEEKS = WEEKS.format(figures=", ".join(f"s.{name}" for name in FIELDS))

Windows = Mapping[int, Span]
Seen = dict[Key, dict[int, Span]]
Stretch = tuple[date, date]
"""First and last Sunday."""
Weeks = Mapping[Key, tuple[Span, ...]]


def windows_of(keys: Collection[Key]) -> Seen:
    """The windows that may be seen of these (cell, category) pairs, by their length."""
    seen: Seen = defaultdict(dict)
    for cell, category, days, as_of, minutes, *figures in _rows(SEEN, keys, windows=PREFERRED):
        seen[cell, category][days] = Span(as_of, Figures(*figures), minutes)
    return seen


def preferred(windows: Windows) -> int | None:
    """The length of the window that a signal rests on."""
    return next((days for days in PREFERRED if days in windows), None)


def kept_but_hidden(keys: Collection[Key]) -> set[Key]:
    """Those of these pairs, none of which may be seen, that have figures all the same."""
    return {(cell, category) for cell, category in _rows(HIDDEN, keys)}


def region_of(key: Key) -> Key:
    cell, category = key
    return cell[:TOP], category


def sights_of(keys: Collection[Key], seen: Seen) -> dict[Key, Sight]:
    """All there is to go by for these pairs, with their weeks: one query for all of them."""
    chosen = {key: days for key in keys if (days := preferred(seen.get(key, {})))}
    past = {key: _past(seen[key][days].as_of) for key, days in chosen.items()}
    season = {key: _a_year_ago(seen[key][days].as_of, days) for key, days in chosen.items()}
    around = {region_of(key): season[key] for key in chosen}
    weeks = _weeks({*past.items(), *season.items(), *around.items()})
    return {
        key: Sight(
            window_days=days,
            now=seen[key][days],
            region=None if key == region_of(key) else seen.get(region_of(key), {}).get(days),
            past=_between(weeks.get(key, ()), past[key])[-PAST_WEEKS:],
            season=_between(weeks.get(key, ()), season[key]),
            season_around=()
            if key == region_of(key)
            else _between(weeks.get(region_of(key), ()), season[key]),
        )
        for key, days in chosen.items()
    }


def _past(as_of: date) -> Stretch:
    """The weeks everybody may read by now: no window of today reaches into them."""
    last = as_of - timedelta(days=LONGEST)
    return last - timedelta(weeks=SEARCHED_WEEKS), last


def _a_year_ago(as_of: date, window_days: int) -> Stretch:
    """The weeks that touch the window's days of last year."""
    back = timedelta(days=YEAR)
    return first_day(as_of, window_days) - back, as_of - back + timedelta(days=6)


def _between(weeks: Iterable[Span], stretch: Stretch) -> tuple[Span, ...]:
    first, last = stretch
    return tuple(week for week in weeks if first <= week.as_of <= last)


def _weeks(asked: Collection[tuple[Key, Stretch]]) -> Weeks:
    if not asked:
        return {}
    stretches = sorted(asked)
    rows = _rows(
        WEEKS,
        [key for key, _ in stretches],
        firsts=[first for _, (first, _) in stretches],
        lasts=[last for _, (_, last) in stretches],
        now=clock.now(),
    )
    found: dict[Key, dict[date, Span]] = defaultdict(dict)
    for cell, category, as_of, minutes, *figures in rows:
        found[cell, category][as_of] = Span(as_of, Figures(*figures), minutes)
    return {key: tuple(weeks[day] for day in sorted(weeks)) for key, weeks in found.items()}


def _rows(statement: str, keys: Collection[Key], **sent: Any) -> Iterator[tuple[Any, ...]]:
    """Nothing is asked about no keys."""
    if not keys:
        return
    cells, categories = zip(*keys, strict=True)
    given = {
        name: list(value) if isinstance(value, tuple) else value for name, value in sent.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, {"cells": list(cells), "categories": list(categories), **given})
        yield from cursor.fetchall()

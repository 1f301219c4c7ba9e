"""What was offered and asked for a week: the windows of today taken apart, and the weeks before.

A week that may not be seen is a gap, never a nought. What windows differ by may be known: the
privacy rule shows two of them only where their difference gives nobody away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from insights.enums import Window
from insights.figures.days import first_day
from insights.models import Aggregate, Snapshot

MOST_WEEKS = 26
WEEK = 7
PARTS = ((Window.MONTH.value, Window.FORTNIGHT.value), (Window.FORTNIGHT.value, WEEK), (WEEK, 0))
"""A window and the shorter one that is taken out of it, from the earliest days to the latest."""

Sums = tuple[int, int]
"""Grams offered, and asked for."""
Windows = Mapping[str, Mapping[int, tuple[date, Sums]]]
"""Category → days → the last of them, and what was summed over them."""


@dataclass(frozen=True)
class Stretch:
    """Some days in a row, and the grams in them; None where these may not be seen."""

    first: date
    last: date
    offered_g: int | None
    requested_g: int | None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def offered_a_week(self) -> float | None:
        return None if self.offered_g is None else self.offered_g * WEEK / self.days

    @property
    def requested_a_week(self) -> float | None:
        return None if self.requested_g is None else self.requested_g * WEEK / self.days


def windows_of(cell: str) -> Windows:
    """The windows of a cell that may be seen: one query."""
    found: dict[str, dict[int, tuple[date, Sums]]] = {}
    rows = Aggregate.objects.shown().within([cell]).order_by("category", "window_days")
    columns = ("category", "window_days", "as_of", "offered_g", "requested_g")
    for category, days, as_of, offered, requested in rows.values_list(*columns):
        found.setdefault(category, {})[days] = (as_of, (offered, requested))
    return found


def trend(cell: str, category: str, windows: Windows) -> list[Stretch]:
    """The weeks of one category of a cell, oldest first; one query.

    Args:
        cell: a geohash of 4 to 6 characters; the weeks before the windows are kept at 4 and 5.
        category: a slug; empty for the total.
        windows: of that cell.

    Returns:
        Nothing where nothing of it may be seen.
    """
    stretches = [*_weeks(cell, category), *_recent(windows.get(category, {}))]
    known = [number for number, each in enumerate(stretches) if each.offered_g is not None]
    return stretches[known[0] :] if known else []


def _recent(by_days: Mapping[int, tuple[date, Sums]]) -> list[Stretch]:
    """The last 7 days, the 7 before and the 16 before these."""
    as_of = max((as_of for as_of, _sums in by_days.values()), default=clock.today())
    current = {days: sums for days, (last, sums) in by_days.items() if last == as_of} | {0: (0, 0)}
    stretches = []
    for longer, shorter in PARTS:
        whole, part = current.get(longer), current.get(shorter)
        stretches.append(
            Stretch(
                first=first_day(as_of, longer),
                last=as_of - timedelta(days=shorter),
                offered_g=whole[0] - part[0] if whole and part else None,
                requested_g=whole[1] - part[1] if whole and part else None,
            )
        )
    return stretches


def _weeks(cell: str, category: str) -> list[Stretch]:
    """The weeks that everybody may read, with a gap for each in between that may not be seen."""
    rows = Snapshot.objects.public(clock.today()).within([cell]).filter(category=category)
    latest: Sequence[tuple[date, int, int]] = list(
        rows.order_by("-as_of").values_list("as_of", "offered_g", "requested_g")[:MOST_WEEKS]
    )
    if not latest:
        return []
    known = {as_of: (offered, requested) for as_of, offered, requested in latest}
    weeks: list[Stretch] = []
    sunday, newest = min(known), _last_public_sunday()
    while sunday <= newest and len(weeks) < MOST_WEEKS:
        sums = known.get(sunday, (None, None))
        weeks.append(Stretch(sunday - timedelta(days=WEEK - 1), sunday, *sums))
        sunday += timedelta(days=WEEK)
    return weeks


def _last_public_sunday() -> date:
    """The end of the latest week that no window of today reaches into."""
    day = clock.today() - timedelta(days=max(Window.values))
    return day - timedelta(days=day.isoweekday() % WEEK)

"""What may be seen of a simulated town on each day, in the shape the detector reads.

In place of the exact privacy rule, which the database's own run goes through, a window is seen from
five people on.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from bench.towns import BURN_IN, CATEGORIES, DAYS, LAST_YEAR, YEAR, Fact, Town
from insights.imbalance.past import PAST_WEEKS
from insights.imbalance.sights import NOTHING, Figures, Sight, Span

K = 5
MONDAY = date(2026, 1, 5)
"""Day 0."""
FIRST = LAST_YEAR.start
SPAN = DAYS - FIRST
PLACES: dict[str, tuple[int | None, int]] = {
    "offer": (Figures._fields.index("listings"), Figures._fields.index("offered_g")),
    "ask": (Figures._fields.index("requests"), Figures._fields.index("requested_g")),
    "promise": (Figures._fields.index("commitments"), Figures._fields.index("committed_g")),
    "loss": (None, Figures._fields.index("expired_g")),
}
"""Where a fact is counted, and where its grams go."""
Key = tuple[str, str]


def calendar(day: int) -> date:
    return MONDAY + timedelta(days=day)


@dataclass
class Days:
    """The days of one cell and category; `sums` are running totals."""

    daily: list[list[int]] = field(
        default_factory=lambda: [[0] * len(NOTHING) for _ in range(SPAN)]
    )
    people: list[set[int]] = field(default_factory=lambda: [set() for _ in range(SPAN)])
    waits: list[list[int]] = field(default_factory=lambda: [[] for _ in range(SPAN)])
    sums: list[Figures] = field(default_factory=list)
    weeks: list[Span] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        at = fact.day - FIRST
        count, grams = PLACES[fact.what]
        self.daily[at][grams] += fact.grams
        if count is not None:
            self.daily[at][count] += 1
        self.people[at].add(fact.person)
        if fact.what == "promise":
            self.waits[at].append(fact.minutes)

    def close(self) -> None:
        self.sums = list(
            accumulate(
                self.daily,
                lambda so_far, day: Figures(*map(int.__add__, so_far, day)),
                initial=NOTHING,
            )
        )
        sundays = (day for day in range(FIRST + 6, DAYS) if day % 7 == 6)
        spans = (self.span(sunday, 7) for sunday in sundays)
        self.weeks = [span for span in spans if span is not None]

    def span(self, day: int, days: int) -> Span | None:
        """The days that end with one, where enough people stand behind them."""
        end, begin = day - FIRST + 1, max(0, day - FIRST + 1 - days)
        if len(set().union(*self.people[begin:end])) < K:
            return None
        figures = self.sums[end].without(self.sums[begin])
        waits = [wait for each in self.waits[begin:end] for wait in each]
        median = round(statistics.median(waits)) if len(waits) >= K else None
        return Span(calendar(day), figures, median)


def days_of(town: Town) -> dict[Key, Days]:
    """Of each cell of precision 5 and its region."""
    found: dict[Key, Days] = defaultdict(Days)
    for cell in town.cells:
        for category in CATEGORIES:
            found[cell, category] = Days()
    for fact in town.facts:
        for cell in (fact.cell, fact.cell[:4]):
            found[cell, fact.category].add(fact)
    for each in found.values():
        each.close()
    return dict(found)


def sights_by_day(town: Town) -> Iterator[tuple[int, dict[Key, Sight]]]:
    """Day after day, what may be seen of each cell of precision 5."""
    days = days_of(town)
    for day in range(BURN_IN, DAYS):
        windows = {
            key: {length: span for length in (14, 30) if (span := each.span(day, length))}
            for key, each in days.items()
        }
        yield (
            day,
            {
                key: _sight(key, day, windows, days)
                for key in windows
                if len(key[0]) == 5 and windows[key]
            },
        )


def _sight(key: Key, day: int, windows: dict[Key, dict[int, Span]], days: dict[Key, Days]) -> Sight:
    length = min(windows[key])
    region = (key[0][:4], key[1])
    ago = (calendar(day - YEAR - length + 1), calendar(day - YEAR + 6))
    past = (calendar(day - 30 - 84), calendar(day - 30))
    return Sight(
        window_days=length,
        now=windows[key][length],
        region=windows[region].get(length),
        past=_between(days[key].weeks, past)[-PAST_WEEKS:],
        season=_between(days[key].weeks, ago),
        season_around=_between(days[region].weeks, ago),
    )


def _between(weeks: list[Span], stretch: tuple[date, date]) -> tuple[Span, ...]:
    return tuple(week for week in weeks if stretch[0] <= week.as_of <= stretch[1])

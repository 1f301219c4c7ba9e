"""The differencing attack on all that is read: windows, precisions, past weeks, before and after.

Whatever is shown is a sum over (area, day). Linear algebra says which sums anybody can make of
what is shown, and whether one of them speaks of fewer than k people alone.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID

import pytest

from core import clock
from insights.models import Aggregate, Snapshot
from tests.insights.events import P4, P5, absorb, event, listing, noon, request
from tests.insights.test_attack import rank

pytestmark = pytest.mark.django_db

K = 3
CROWD = [UUID(int=n) for n in range(1, 8)]
AREAS = ("u05kq", "u05kw", "u05kr")
TUESDAY = date(2026, 6, 30)
"""The day on which the windows' edges meet those of weeks: 30 days are four weeks and two days."""
KIND = "vegetables"

Column = tuple[str, date]
Shown = tuple[str, date, int]
"""Cell, last day, days."""


@pytest.fixture(autouse=True)
def _three_people_are_enough(settings):
    settings.K_PARTICIPANTS = K


def town(seed: int) -> dict[Column, set[UUID]]:
    """Who stands behind which day of which area; some weeks have many people, some have few."""
    random = Random(seed)
    behind: dict[Column, set[UUID]] = {}
    for week in range(6):
        for area in AREAS:
            crowd = random.sample(CROWD, random.choice((0, 1, 2, 4, 6, 7)))
            for person in crowd:
                day = TUESDAY - timedelta(days=week * 7 + random.randrange(7))
                behind.setdefault((area, day), set()).add(person)
    return behind


def live(behind: dict[Column, set[UUID]]) -> None:
    """The town's offers, each absorbed on the Tuesday that closes its six weeks."""
    offers = [
        listing(day, grams=1000, by=person, cell=f"{area}4")
        for (area, day), people in behind.items()
        for person in people
    ]
    with clock.at(noon(TUESDAY)):
        absorb(*offers)


def windows_shown() -> list[Shown]:
    rows = Aggregate.objects.filter(shown=True, category=KIND)
    return list(rows.values_list("cell", "as_of", "window_days"))


def weeks_shown(*, all_of_them: bool = False) -> list[Shown]:
    weeks = Snapshot.objects.filter(shown=True, category=KIND)
    if not all_of_them:
        weeks = weeks.filter(as_of__lte=TUESDAY - timedelta(days=30))
    return list(weeks.values_list("cell", "as_of", "window_days"))


def given_away(behind: dict[Column, set[UUID]], shown: Iterable[Shown]) -> set[UUID] | None:
    """Fewer than K people of whom some combination of what is shown speaks alone."""
    columns = sorted(behind)
    rows = [
        [
            int(area.startswith(cell) and last - timedelta(days=days) < day <= last)
            for area, day in columns
        ]
        for cell, last, days in shown
    ]
    whole = rank(rows)
    for size in range(1, K):
        for group in map(set, combinations(CROWD, size)):
            others = [i for i, column in enumerate(columns) if not behind[column] <= group]
            if rank([[row[i] for i in others] for row in rows]) < whole:
                return group
    return None


@pytest.mark.parametrize("seed", range(12))
def test_windows_regions_and_past_weeks_together_speak_of_nobody_alone(seed):
    behind = town(seed)
    live(behind)
    assert given_away(behind, [*windows_shown(), *weeks_shown()]) is None


def test_attack_is_no_straw_man():
    """These towns show windows, regions and weeks; they are not simply all hidden."""
    seen: set[tuple[str, int]] = set()
    for seed in range(12):
        Aggregate.objects.all().delete()
        Snapshot.objects.all().delete()
        live(town(seed))
        seen |= {(cell[:5], days) for cell, _, days in windows_shown()}
        seen |= {(cell[:5], -days) for cell, _, days in weeks_shown()}
    assert {days for _, days in seen} == {7, 14, 30, -7}
    assert P4 in {cell for cell, _ in seen}


def test_weeks_that_the_windows_reach_into_would_give_people_away():
    """Why a week is read by everybody only when it lies wholly before the longest window: four
    weeks and a month differ by two days."""
    behind = {
        **{(P5, TUESDAY - timedelta(days=days)): set(CROWD[:4]) for days in (3, 10, 17, 24)},
        (P5, TUESDAY - timedelta(days=1)): {CROWD[0]},
    }
    live(behind)
    assert len(weeks_shown(all_of_them=True)) == 8
    assert given_away(behind, [*windows_shown(), *weeks_shown(all_of_them=True)]) == {CROWD[0]}
    assert given_away(behind, [*windows_shown(), *weeks_shown()]) is None


def test_daily_windows_would_tell_every_single_day():
    """Why past windows are not kept day by day: after a month, each day is a difference."""
    days = [TUESDAY - timedelta(days=n) for n in range(45)]
    shown = [
        [int(last - timedelta(days=length) < day <= last) for day in days]
        for last in days[:38]
        for length in (7, 14, 30)
        if last - timedelta(days=length) >= days[-1] - timedelta(days=1)
    ]
    one_day = [int(index == 20) for index in range(len(days))]
    assert rank([*shown, one_day]) == rank(shown)
    weekly = [
        [int(last - timedelta(days=7) < day <= last) for day in days] for last in days[2:38:7]
    ]
    assert rank([*weekly, one_day]) == rank(weekly) + 1


def test_before_and_after_one_event_tell_that_event_and_not_whose_it_is():
    """Accepted (docs/decisions/insights-privacy.md): figures are live, and posts are public."""
    live({(P5, TUESDAY): set(CROWD[:4])})
    before = _figures()
    with clock.at(noon(TUESDAY)):
        absorb(listing(TUESDAY, grams=4321, by=CROWD[5], cell="u05kq4"))
    after = _figures()
    learned = {key: after[key] - before[key] for key in after if after[key] != before.get(key)}
    assert learned == {
        (P4, days, name): amount
        for days in (7, 14, 30)
        for name, amount in (("listings", 1), ("offered_g", 4321))
    } | {
        (P5, days, name): amount
        for days in (7, 14, 30)
        for name, amount in (("listings", 1), ("offered_g", 4321))
    }


def test_first_event_of_a_newcomer_below_k_cannot_be_seen_before_and_after():
    live({(P5, TUESDAY): set(CROWD[:2])})
    before = _figures()
    with clock.at(noon(TUESDAY)):
        absorb(request(TUESDAY, grams=4321, by=CROWD[0], cell="u05kq4"))
    assert before == _figures() == {}


def test_who_takes_everything_back_takes_the_figure_below_k_with_them():
    live({(P5, TUESDAY): set(CROWD[:3])})
    assert _figures()
    moved = event(
        "listing.updated",
        on=TUESDAY,
        by=CROWD[0],
        cell="9q8yyk",
        category=KIND,
        moved_from=[P4, P5, "u05kq4"],
        moved_grams=1000,
    )
    with clock.at(noon(TUESDAY)):
        absorb(moved)
    assert _figures() == {}


def _figures() -> dict[tuple[str, int, str], Any]:
    rows = Aggregate.objects.filter(shown=True, category=KIND)
    return {
        (row.cell, row.window_days, name): getattr(row, name)
        for row in rows
        for name in ("listings", "requests", "offered_g", "requested_g")
    }

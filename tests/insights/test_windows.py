"""Window edges: which days a figure looks back on, in UTC, to the second."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock
from core.events.models import DomainEvent
from insights.figures.absorb import handle
from insights.figures.deltas import FIELDS
from insights.figures.follow_up import roll_over
from insights.models import Aggregate, DayBucket
from tests.insights.events import P4, P5, P6, PEOPLE, event, listing, noon, promise, request, save

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 29)  # clocks change in Europe on this day


def absorb_at(moment: datetime, *events: DomainEvent) -> None:
    save(*events)
    with clock.at(moment):
        handle(events)


def windows(cell: str = P5, field: str = "listings") -> list[int]:
    rows = Aggregate.objects.filter(cell=cell).order_by("window_days")
    return list(rows.values_list(field, flat=True))


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        (0, [1, 1, 1]),
        (6, [1, 1, 1]),
        (7, [0, 1, 1]),
        (13, [0, 1, 1]),
        (14, [0, 0, 1]),
        (29, [0, 0, 1]),
        (30, []),
    ],
)
def test_day_counts_in_the_windows_that_reach_it(days_ago, expected):
    absorb_at(noon(TODAY), listing(TODAY - timedelta(days=days_ago)))
    assert windows() == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-22T23:59:59Z", [0, 1, 1]),
        ("2026-03-23T00:00:00Z", [1, 1, 1]),
        ("2026-03-23T00:30:00+01:00", [0, 1, 1]),  # still the 22nd in UTC
        ("2026-03-29T23:59:59Z", [1, 1, 1]),
    ],
)
def test_edge_is_midnight_utc_to_the_second(moment, expected):
    absorb_at(noon(TODAY), listing(datetime.fromisoformat(moment)))
    assert windows() == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 29, 23, 59, 59, tzinfo=UTC), [1, 1, 1]),
        (datetime(2026, 3, 30, 0, 0, 0, tzinfo=UTC), [0, 1, 1]),
    ],
)
def test_windows_are_those_of_the_moment_of_absorbing(now, expected):
    absorb_at(now, listing(date(2026, 3, 23)))
    assert windows() == expected


def test_midnight_rolls_every_window_on():
    absorb_at(noon(TODAY), listing(date(2026, 3, 23)), listing(date(2026, 2, 28)))
    assert windows() == [1, 1, 2]
    with clock.at(noon(TODAY + timedelta(days=1))):
        assert roll_over() == 1
        assert roll_over() == 0
    assert windows() == [0, 1, 1]
    assert windows(field="as_of") == [TODAY + timedelta(days=1)] * 3
    with clock.at(noon(TODAY + timedelta(days=30))):
        roll_over()
    assert windows() == []


def test_first_event_after_midnight_brings_its_whole_region_along():
    absorb_at(noon(TODAY), listing(date(2026, 3, 23)))
    absorb_at(noon(TODAY + timedelta(days=1)), request(TODAY, category="bread-bakery"))
    assert set(windows(field="as_of")) == {TODAY + timedelta(days=1)}
    vegetables = Aggregate.objects.filter(cell=P5, category="vegetables").order_by("window_days")
    assert list(vegetables.values_list("listings", flat=True)) == [0, 1, 1]


def test_late_event_lands_on_its_own_day():
    absorb_at(noon(TODAY), listing(TODAY), listing(TODAY - timedelta(days=8)))
    assert windows() == [1, 2, 2]
    assert set(DayBucket.objects.filter(cell=P4).values_list("day", flat=True)) == {
        TODAY,
        TODAY - timedelta(days=8),
    }


@pytest.mark.parametrize(("days_ago", "kept"), [(39, 3), (40, 0)])
def test_days_are_kept_for_forty(days_ago, kept):
    absorb_at(noon(TODAY), listing(TODAY - timedelta(days=days_ago)))
    assert DayBucket.objects.count() == kept


def test_every_figure_is_summed():
    day = TODAY - timedelta(days=1)
    absorb_at(
        noon(TODAY),
        listing(day, grams=5000),
        request(day, grams=3000),
        promise(day, grams=2000),
        event("commitment.updated", on=TODAY, state="fulfilled", handed_over_delta=1500),
        event("listing.expired", on=TODAY, lost=700),
    )
    for cell in (P4, P5, P6):
        row = Aggregate.objects.filter(cell=cell, window_days=7).values(*FIELDS).get()
        assert row == {
            "listings": 1,
            "requests": 1,
            "commitments": 1,
            "offered_g": 5000,
            "requested_g": 3000,
            "committed_g": 2000,
            "handed_over_g": 1500,
            "expired_g": 700,
        }


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([5, 5, 5, 5], None),  # below k
        ([5, 5, 5, 5, 5], 8),  # half of five in the bin 0-15: 2.5 / 5 of 15
        ([5, 20, 40, 90, 200], 45),  # the third of five: half of the bin 30-60
        ([20] * 4 + [500] * 4, 30),  # exactly between two bins: the end of the lower
    ],
)
def test_median_is_that_of_the_bins(minutes, expected):
    events = [
        promise(TODAY, minutes=wait, by=[PEOPLE[n], PEOPLE[n + 50]])
        for n, wait in enumerate(minutes)
    ]
    absorb_at(noon(TODAY), *events)
    assert windows(field="median_minutes") == [expected] * 3

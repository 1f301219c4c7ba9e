"""Forecasts as they are written down from the weeks that may be seen."""

import random
from datetime import date, timedelta

import pytest

from core import clock
from insights.figures.days import midnight
from insights.forecasts.refresh import refresh_regions
from insights.models import Forecast, Snapshot
from tests.insights.events import P4, P5, noon
from tests.insights.test_forecasts import WAVERING

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 6, 15)
SUNDAY = date(2026, 6, 14)
FIELDS = [field.name for field in Forecast._meta.fields if field.name not in ("id", "computed_at")]


@pytest.fixture(autouse=True)
def on_a_monday():
    with clock.at(noon(MONDAY)):
        yield


def keep_weeks(grams, *, cell=P4, category="vegetables", times=1, shown=True, until=SUNDAY):
    rows = [
        Snapshot(
            cell=cell,
            category=category,
            window_days=7,
            as_of=until - timedelta(weeks=weeks_ago),
            offered_g=amount,
            requested_g=times * amount,
            participants=9,
            shown=shown,
            computed_at=midnight(until - timedelta(weeks=weeks_ago)),
            expires_at=midnight(until + timedelta(days=400 - 7 * weeks_ago)),
        )
        for weeks_ago, amount in enumerate(reversed(grams))
    ]
    random.Random(3).shuffle(rows)
    Snapshot.objects.bulk_create(rows)


def rows() -> list[tuple[object, ...]]:
    return list(Forecast.objects.order_by("cell", "category").values_list(*FIELDS))


def test_forecast_is_written_with_its_day_and_its_end():
    keep_weeks(WAVERING * 3, times=3)
    refresh_regions([P5])
    row = Forecast.objects.get()
    assert (row.cell, row.category, row.as_of, row.days) == (P4, "vegetables", SUNDAY, 14)
    assert (row.outlook, row.weeks_seen, row.tests_made) == ("scarce", 24, 15)
    assert row.expires_at == midnight(date(2026, 6, 23))
    assert row.requested_g == pytest.approx(3 * row.offered_g, abs=3)


def test_weeks_that_may_not_be_seen_are_not_read():
    keep_weeks(WAVERING * 3, shown=False)
    refresh_regions([P4])
    assert rows() == []


def test_only_regions_and_categories_are_forecast():
    keep_weeks(WAVERING * 3, cell=P5)
    keep_weeks(WAVERING * 3, category="")
    refresh_regions([P4])
    assert rows() == []


def test_twice_is_harmless_and_the_order_of_roots_does_not_matter():
    keep_weeks(WAVERING * 3)
    keep_weeks(WAVERING[1:] * 4, category="fruit")
    keep_weeks(WAVERING * 4, cell="u05m")
    refresh_regions([P4, "u05m"])
    once = rows()
    refresh_regions(["u05m", P4, P5])
    assert len(once) == 3
    assert rows() == once


def test_forecast_that_no_longer_holds_goes_and_others_stay():
    keep_weeks(WAVERING * 3)
    keep_weeks(WAVERING * 3, cell="u05m")
    refresh_regions([P4, "u05m"])
    Snapshot.objects.filter(cell=P4, as_of=SUNDAY).update(shown=False)
    refresh_regions([P4])
    assert list(Forecast.objects.values_list("cell", flat=True)) == ["u05m"]


def test_next_week_replaces_it():
    keep_weeks(WAVERING * 3)
    refresh_regions([P4])
    first = Forecast.objects.get().pk
    keep_weeks([13_000], until=SUNDAY + timedelta(weeks=1))
    with clock.at(noon(MONDAY + timedelta(weeks=1))):
        refresh_regions([P4])
    row = Forecast.objects.get()
    assert (row.pk, row.as_of) == (first, SUNDAY + timedelta(weeks=1))


def test_expired_weeks_are_not_read():
    keep_weeks(WAVERING * 3)
    Snapshot.objects.update(expires_at=noon(MONDAY))
    refresh_regions([P4])
    assert rows() == []


def test_huge_amounts_are_held_within_what_can_be_stored():
    huge = [grams * 10**14 for grams in WAVERING]
    keep_weeks(huge * 3)
    refresh_regions([P4])
    assert Forecast.objects.get().offered_high_g == 10**18


@pytest.mark.parametrize("regions", [1, 3])
def test_queries_do_not_depend_on_how_many_regions(regions, django_assert_num_queries):
    names = [P4, "u05m", "u05s"][:regions]
    for name in names:
        keep_weeks(WAVERING * 3, cell=name)
        keep_weeks(WAVERING * 3, cell=name, category="fruit")
    with django_assert_num_queries(6):  # savepoint, weeks, all regions, known, write, release
        refresh_regions(names)
    assert Forecast.objects.count() == 2 * regions


def test_no_regions_need_nothing(django_assert_num_queries):
    with django_assert_num_queries(2):
        refresh_regions([])

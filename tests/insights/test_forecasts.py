"""Forecasts from hand-made series: pure, in whole grams."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.enums import Outlook
from insights.forecasts.backtest import Forecaster, origins
from insights.forecasts.predict import History, last_complete, predict, week_of
from insights.forecasts.season import Growth, season_factor
from insights.forecasts.smoothing import level_by_week, smoothed

LAST = 100
WAVERING = [10_000, 14_000, 9_000, 13_000, 11_000, 15_000, 8_000, 12_000]


def weeks(*grams: int) -> dict[int, int]:
    """The weeks that end with `LAST`."""
    return dict(zip(range(LAST - len(grams) + 1, LAST + 1), grams, strict=True))


def forecast(offered: dict[int, int], requested: dict[int, int] | None = None):
    asked = offered if requested is None else requested
    return predict(History(offered, {}), History(asked, {}), LAST)


@pytest.mark.parametrize(
    ("today", "sunday"),
    [
        ("2026-06-14", "2026-06-07"),  # a Sunday is not over yet
        ("2026-06-15", "2026-06-14"),
        ("2026-06-20", "2026-06-14"),
    ],
)
def test_last_complete_week_is_over(today, sunday):
    assert last_complete(date.fromisoformat(today)) == date.fromisoformat(sunday)


def test_weeks_are_numbered_one_by_one():
    assert week_of(date(2026, 6, 14)) - week_of(date(2026, 6, 7)) == 1


def test_level_moves_by_its_weight():
    assert smoothed({1: 100, 2: 200}, 0.3).levels == {1: 100.0, 2: 130.0}


def test_value_after_a_gap_weighs_as_much_as_that_many_in_a_row():
    missing = smoothed({1: 100, 4: 200}, 0.3).levels[4]
    assert missing == pytest.approx(smoothed({1: 100, 2: 200, 3: 200, 4: 200}, 0.3).levels[4])


def test_weight_is_chosen_by_the_past_alone():
    """A jump moves the level of the weeks after it only."""
    before = level_by_week(weeks(*WAVERING, 12_000, 12_000))
    jumped = level_by_week({**weeks(*WAVERING, 12_000, 12_000), LAST: 90_000})
    assert {week: before[week] for week in before if week < LAST} == {
        week: jumped[week] for week in jumped if week < LAST
    }


def test_wavering_series_is_forecast_at_its_level_and_beats_last_week():
    found = forecast(weeks(*WAVERING, *WAVERING, *WAVERING))
    assert found is not None
    assert 21_000 <= found.offered.grams <= 25_000
    assert found.offered.low < found.offered.grams < found.offered.high
    assert (found.tests_made, found.weeks_seen) == (15, 24)
    assert found.error_share < found.naive_error_share
    assert found.outlook == Outlook.EVEN


def test_constant_series_has_nothing_to_beat():
    assert forecast(weeks(*[10_000] * 30)) is None


def test_steady_growth_is_better_told_by_last_week():
    assert forecast(weeks(*range(10_000, 70_000, 2_000))) is None


@pytest.mark.parametrize(("count", "is_shown"), [(15, True), (14, False), (3, False), (1, False)])
def test_shown_from_six_tested_weeks_on(count, is_shown):
    """Eight weeks to begin with, two to come: the sixth origin has its outcome in week 15."""
    found = forecast(weeks(*(WAVERING * 4)[-count:]))
    assert (found is not None) == is_shown
    if found:
        assert found.tests_made == 6


def test_last_week_hidden_means_no_forecast():
    series = weeks(*WAVERING * 3)
    del series[LAST]
    assert forecast(series) is None


def test_hidden_week_is_missing_not_nothing():
    """The level stays where it was; had it been nothing, it would have fallen."""
    series = weeks(*WAVERING * 4)
    gap = {week: grams for week, grams in series.items() if week != LAST - 1}
    nothing = {**series, LAST - 1: 0}
    with_gap, with_nothing = Forecaster(gap, {}), Forecaster(nothing, {})
    assert with_gap.at(LAST) > 22_500 > 22_000 > with_nothing.at(LAST)
    assert LAST - 2 not in origins(gap, LAST)
    assert with_gap.came_after(LAST - 3) is None


def test_weeks_after_the_last_complete_one_are_not_looked_at():
    series = weeks(*WAVERING * 4)
    later = {**series, LAST + 1: 900_000, LAST + 2: 900_000}
    assert forecast(later) == forecast(series)


def test_scarce_where_more_is_probably_asked_for():
    offered, requested = weeks(*WAVERING * 4), weeks(*[3 * grams for grams in WAVERING * 4])
    scarce, plentiful = forecast(offered, requested), forecast(requested, offered)
    assert scarce is not None
    assert plentiful is not None
    assert (scarce.outlook, plentiful.outlook) == (Outlook.SCARCE, Outlook.PLENTIFUL)


def test_one_measure_that_last_week_tells_better_spoils_both():
    steady = weeks(*range(10_000, 74_000, 2_000))
    assert forecast(weeks(*WAVERING * 4), steady) is None


def test_nothing_at_all_is_no_forecast():
    assert forecast(weeks(*[0] * 30)) is None


@given(
    st.dictionaries(
        st.integers(LAST - 70, LAST), st.tuples(st.integers(0, 10**16), st.integers(0, 10**16))
    )
)
def test_whatever_comes_no_number_is_negative_and_each_lies_within_its_interval(rows):
    offered = {week: pair[0] for week, pair in rows.items()}
    requested = {week: pair[1] for week, pair in rows.items()}
    found = forecast(offered, requested)
    turned = forecast(
        dict(sorted(offered.items(), reverse=True)), dict(sorted(requested.items(), reverse=True))
    )
    assert found == turned
    if found is not None:
        for amount in (found.offered, found.requested):
            assert 0 <= amount.low <= amount.grams <= amount.high <= 10**18
        assert found.error_share < found.naive_error_share <= Decimal("999.99")
        assert found.tests_made >= 6


def test_interval_is_as_wide_as_the_errors_were():
    """With 15 tests the 13th smallest error: ⌈16 · 0.8⌉."""
    series = weeks(*WAVERING * 3)
    forecaster = Forecaster(series, {})
    errors = sorted(
        abs((forecaster.came_after(week) or 0) - forecaster.at(week))
        for week in origins(series, LAST)
    )
    found = forecast(series)
    assert found is not None
    assert found.offered.high - found.offered.grams == pytest.approx(errors[12], abs=1)


def test_season_is_the_mean_of_the_regions_own_year_and_the_sites():
    series = {47: 10_000, 48: 10_000, 49: 20_000, 50: 20_000}
    assert season_factor(series, LAST, {}) == 1.5
    assert season_factor(series, LAST, {48: Growth(3_000, 1_000, 2)}) == 2.0
    assert season_factor({}, LAST, {48: Growth(3_000, 1_000, 2)}) == 1.5
    assert season_factor({}, LAST, {}) is None


def test_no_season_makes_more_than_three_times_as_much():
    series = {47: 1, 48: 1, 49: 10**9, 50: 10**9}
    assert season_factor(series, LAST, {}) == 3.0


def test_season_is_gone_by_once_it_has_helped_in_six_weeks():
    """A year repeats itself; only with a long enough history that could be tested."""
    year = [10_000 + 9_000 * (week % 13) for week in range(52)]
    forecaster = Forecaster(weeks(*(year * 3)[-130:]), {})
    short = Forecaster(weeks(*(year * 3)[-57:]), {})
    assert forecaster.at(LAST) != short.at(LAST)
    came = sum((year * 4)[156:158])
    assert abs(forecaster.at(LAST) - came) < abs(short.at(LAST) - came)

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from insights.enums import Outlook
from insights.figures.days import midnight
from insights.models import Forecast
from insights.reads import forecasts
from insights.reads.forecasts import two_digits, two_digits_above, two_digits_below
from tests.insights.events import P4, P5


def forecast(today, **values):
    return Forecast.objects.create(
        **{
            "cell": P4,
            "category": "vegetables",
            "as_of": today - timedelta(days=1),
            "outlook": Outlook.SCARCE,
            "offered_g": 41_870,
            "offered_low_g": 30_990,
            "offered_high_g": 50_010,
            "requested_g": 99_600,
            "requested_low_g": 80_400,
            "requested_high_g": 123_456,
            "weeks_seen": 20,
            "tests_made": 12,
            "error_share": Decimal("0.21"),
            "naive_error_share": Decimal("0.34"),
            "expires_at": midnight(today + timedelta(days=8)),
            **values,
        }
    )


@pytest.mark.django_db
def test_forecast_is_read_in_two_digits_with_its_interval_rounded_outwards(today):
    row = forecast(today)
    with translation.override("en"):
        [shown] = forecasts.of(P5)
    assert (shown.category_name, shown.outlook, shown.cell) == ("Vegetables", "scarce", P4)
    assert (shown.as_of, shown.until) == (row.as_of, row.as_of + timedelta(days=14))
    assert (shown.offered_low_g, shown.offered_g, shown.offered_high_g) == (30_000, 42_000, 51_000)
    assert (shown.requested_low_g, shown.requested_g) == (80_000, 100_000)
    assert shown.requested_high_g == 130_000
    assert (shown.tests_made, shown.usual_error) == (12, Decimal("0.21"))
    assert shown.usual_error_of_last_week == Decimal("0.34")


@pytest.mark.django_db
def test_what_one_can_act_on_comes_first(today):
    for category, outlook in [
        ("bread", Outlook.EVEN),
        ("dairy", Outlook.PLENTIFUL),
        ("fruit", Outlook.SCARCE),
    ]:
        forecast(today, category=category, outlook=outlook)
    assert [each.category for each in forecasts.of(P4)] == ["fruit", "dairy", "bread"]


@pytest.mark.django_db
def test_expired_forecast_and_that_of_another_region_are_not_read(today):
    past = midnight(today - timedelta(days=1))
    forecast(today, expires_at=past, computed_at=past - timedelta(days=8))
    forecast(today, cell="u05m")
    assert forecasts.of(P5) == []


@pytest.mark.django_db
@pytest.mark.parametrize("categories", [["fruit"], ["fruit", "bread", "dairy"]])
def test_reading_takes_two_queries(today, categories, django_assert_num_queries):
    for category in categories:
        forecast(today, category=category)
    with django_assert_num_queries(2):
        forecasts.of(P5)


@pytest.mark.parametrize(
    ("number", "below", "nearest", "above"),
    [
        (0, 0, 0, 0),
        (7, 7, 7, 7),
        (99, 99, 99, 99),
        (101, 100, 100, 110),
        (105, 100, 110, 110),
        (99_600, 99_000, 100_000, 100_000),
        (10**15 + 1, 10**15, 10**15, 11 * 10**14),
    ],
)
def test_two_significant_digits(number, below, nearest, above):
    rounded = (two_digits_below(number), two_digits(number), two_digits_above(number))
    assert rounded == (below, nearest, above)

"""Weeks of a category: windows taken apart, weeks before, gaps where nothing may be seen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from insights.models import Aggregate
from insights.pages.trends import _nice
from insights.reads.trends import Stretch, trend, windows_of
from tests.insights.derived import a_forecast, a_sunday, a_week
from tests.insights.events import P4, P5, PEOPLE, absorb, listing, request

pytestmark = pytest.mark.django_db


def weeks(cell: str = P5, category: str = "vegetables") -> list[Stretch]:
    return trend(cell, category, windows_of(cell))


@pytest.fixture
def month(today):
    """Six people offer 1 kg today, 2 kg ten days ago, 4 kg twenty days ago."""
    absorb(
        *[
            listing(today - timedelta(days=ago), grams=grams, by=person)
            for ago, grams in ((0, 1_000), (10, 2_000), (20, 4_000))
            for person in PEOPLE[:6]
        ]
    )


def test_windows_are_taken_apart(today, month):
    assert weeks() == [
        Stretch(today - timedelta(days=29), today - timedelta(days=14), 24_000, 0),
        Stretch(today - timedelta(days=13), today - timedelta(days=7), 12_000, 0),
        Stretch(today - timedelta(days=6), today, 6_000, 0),
    ]
    assert [week.offered_a_week for week in weeks()] == [10_500, 12_000, 6_000]


def test_window_that_may_not_be_seen_is_a_gap(month):
    Aggregate.objects.filter(cell=P5, window_days=14).update(shown=False)
    assert [week.offered_g for week in weeks()] == [6_000]
    Aggregate.objects.filter(cell=P5, window_days=14).update(shown=True)
    Aggregate.objects.filter(cell=P5, window_days=7).update(shown=False)
    assert [week.offered_g for week in weeks()] == [24_000, None, None]


def test_weeks_before_follow_each_other_with_gaps(month):
    first, third = a_sunday(weeks_ago=8), a_sunday(weeks_ago=6)
    a_week(P5, "vegetables", ended=first, offered_g=9_000)
    a_week(P5, "vegetables", ended=third, offered_g=7_000)
    a_week(P5, "vegetables", ended=a_sunday(weeks_ago=7), offered_g=1, shown=False)
    a_week(P5, "fruit", ended=third, offered_g=2)
    a_week(P4, "vegetables", ended=third, offered_g=3)
    told = [(week.last, week.offered_g) for week in weeks()]
    assert told[:3] == [(first, 9_000), (a_sunday(weeks_ago=7), None), (third, 7_000)]


def test_what_nobody_may_see_has_no_trend(db):
    assert weeks() == []


def test_windows_of_different_days_are_not_subtracted(today, month):
    Aggregate.objects.filter(window_days=14).update(as_of=today - timedelta(days=1))
    assert [week.offered_g for week in weeks()] == [6_000]


def test_page_draws_the_category_asked_for_and_else_the_largest(client, today, month):
    absorb(*[request(today, grams=90_000, by=each, category="fruit") for each in PEOPLE[:6]])
    url = reverse("insights:overview")
    largest = client.get(url, {"cell": P5}).content.decode()
    assert "Fruit: kilograms a week, offered and asked for" in largest
    asked = client.get(url, {"cell": P5, "category": "vegetables"}).content.decode()
    assert "Vegetables: kilograms a week, offered and asked for" in asked
    unknown = client.get(url, {"cell": P5, "category": "<script>"}).content.decode()
    assert "Fruit: kilograms a week" in unknown
    assert "<script>" not in unknown.partition("trend-title")[2].partition("</section>")[0]


def test_forecasts_say_how_good_they_have_been(client, month):
    a_forecast(P4, "fruit")
    shown = " ".join(
        client.get(reverse("insights:overview"), {"cell": P5}).content.decode().split()
    )
    for expected in (
        "Likely in the next 14 days",
        "probably scarce",
        "40 kg (30 kg to 52 kg)",
        "80 kg (61 kg to 99 kg)",
        "22 %; “as last week” by 35 %",
        "14 weeks, until",
        "definitions/#forecast",
        "definitions/#history",
    ):
        assert expected in shown


def test_plentiful_and_scarce_stand_at_a_glance(client, today):
    absorb(
        *[listing(today, grams=9_000, by=person) for person in PEOPLE[:20]],
        *[request(today, grams=9_000, by=person, category="fruit") for person in PEOPLE[:20]],
    )
    shown = client.get(reverse("insights:overview"), {"cell": P5}).content.decode()
    glance = " ".join(shown.partition('class="glance"')[2].partition("</dl>")[0].split())
    plentiful, scarce = glance.split("<dt>")[1:]
    assert plentiful.startswith("Plentiful")
    assert ">Vegetables</a>" in plentiful
    assert scarce.startswith("Scarce")
    assert ">Fruit</a>" in scarce


@pytest.mark.parametrize(
    ("grams", "round_number"),
    [(1_000, 1_000), (1_001, 2_000), (4_400, 5_000), (5_001, 10_000), (99_999, 100_000)],
)
def test_scale_ends_with_a_round_number(grams, round_number):
    assert _nice(grams) == round_number

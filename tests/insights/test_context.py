"""The line of context that the feed and the home page show."""

import pytest
from django.urls import reverse

from insights.models import InsightSignal
from insights.reads.context import ContextLine, context_line
from tests.insights.events import FAR, P4, P5, P6, PEOPLE, absorb, listing, request

pytestmark = pytest.mark.django_db


def asks(today, category: str, grams: int = 5_000):
    return [request(today, grams=grams, by=person, category=category) for person in PEOPLE[:6]]


def texts(cell: str, language: str = "en") -> list[str]:
    return [line.text for line in context_line(cell, language)]


def test_nothing_stands_out_in_an_empty_place(db):
    assert context_line(P6, "en") == []
    assert context_line("", "en") == []


def test_line_says_what_is_scarce_and_plentiful_and_where_it_is_explained(today):
    absorb(
        *asks(today, "eggs-dairy"),
        *[listing(today, grams=9_000, by=person) for person in PEOPLE[:20]],
    )
    surplus = InsightSignal.objects.get(cell=P5, category="vegetables")
    shortage = InsightSignal.objects.get(cell=P5, category="eggs-dairy")
    assert context_line(P6, "en") == [
        ContextLine("Vegetables: plentiful", reverse("insights:signal", args=[surplus.pk])),
        ContextLine("Eggs & dairy: scarce", reverse("insights:signal", args=[shortage.pk])),
    ]


def test_nearest_cell_speaks_for_a_category(today):
    absorb(*asks(today, "vegetables"))
    line = context_line(P5, "en")
    assert [each.url for each in line] == [
        reverse("insights:signal", args=[InsightSignal.objects.get(cell=P5).pk])
    ]
    region = InsightSignal.objects.get(cell=P4)
    assert [each.url for each in context_line(FAR, "en")] == [
        reverse("insights:signal", args=[region.pk])
    ]


def test_line_is_in_the_readers_language(today):
    absorb(*asks(today, "vegetables"))
    assert texts(P5, "fr")[0].startswith("Légumes")


def test_line_names_three_at_most(today):
    for category in ("vegetables", "fruit", "berries", "legumes"):
        absorb(*asks(today, category))
    assert len(texts(P5)) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_line_costs_two_queries(today, count, django_assert_num_queries):
    for category in ("vegetables", "fruit", "berries")[:count]:
        absorb(*asks(today, category))
    with django_assert_num_queries(2):
        assert len(context_line(P6, "en")) == count


def test_finer_cells_than_public_ones_are_cut(today):
    absorb(*asks(today, "vegetables"))
    assert texts(P6 + "xyz") == ["Vegetables: scarce"]

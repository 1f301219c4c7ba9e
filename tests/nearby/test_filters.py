from uuid import UUID

import pytest

from accounts.models import User
from catalog.models import Category, Food
from nearby.feed.filters import Filters, look_up
from tests.factories import make_listing, make_request
from tests.nearby.feed_reads import ids, look, look_in
from tests.nearby.test_newest import CELL

pytestmark = pytest.mark.django_db


def found(viewer: User, filters: Filters) -> set[UUID]:
    """What both orders find, which is the same."""
    nearest = set(ids(look(viewer=viewer, filters=filters)))
    assert set(ids(look_in(CELL, viewer=viewer, filters=filters))) == nearest
    return nearest


def test_category_and_food(taker: User) -> None:
    tomato, egg = make_listing(food="tomato"), make_listing(food="egg", unit="piece")
    milk = make_request(food="milk", unit="l")
    eggs_dairy = Category.objects.get(slug="eggs-dairy")
    assert found(taker, Filters(category=eggs_dairy)) == {egg.pk, milk.pk}
    assert found(taker, Filters(food=Food.objects.get(slug="egg"))) == {egg.pk}
    assert found(taker, Filters(food=Food.objects.get(slug="tomato"))) == {tomato.pk}
    mixed = Filters(food=Food.objects.get(slug="tomato"), category=eggs_dairy)
    assert found(taker, mixed) == set()


def test_words_mean_foods_in_any_language(taker: User) -> None:
    tomato, egg = make_listing(food="tomato"), make_request(food="egg", unit="piece")
    assert found(taker, Filters(words=look_up("tomatoes"))) == {tomato.pk}
    assert found(taker, Filters(words=look_up("  œufs "))) == {egg.pk}
    assert found(taker, Filters(words=look_up("piano"))) == set()
    assert found(taker, Filters(words=look_up("  "))) == {tomato.pk, egg.pk}


def test_words_are_looked_for_in_titles_as_they_are(taker: User) -> None:
    titled = make_listing(food="tomato", title="100% Aunt_Ida's ketchup")
    make_listing(food="tomato", title="1000 Aunt Ida")
    assert found(taker, Filters(words=look_up("aunt_ida"))) == {titled.pk}
    assert found(taker, Filters(words=look_up("100% a"))) == {titled.pk}


def test_words_that_name_a_kind_find_requests_for_anything_of_it(taker: User) -> None:
    dairy = Category.objects.get(slug="eggs-dairy")
    anything = make_request(food=None, category=dairy)
    make_listing(food="cheddar" if Food.objects.filter(slug="cheddar").exists() else "butter")
    assert found(taker, Filters(words=look_up("dairy"))) == {anything.pk}


def test_diets_all_have_to_be_met(taker: User) -> None:
    both = make_listing(food="tomato", diets=["vegan", "halal"])
    make_listing(food="tomato", diets=["vegan"])
    asked = make_request(food="tomato", diets=["vegan", "halal", "kosher"])
    make_request(food="tomato", diets=[])
    assert found(taker, Filters(diets=("vegan", "halal"))) == {both.pk, asked.pk}


def test_allergens_none_may_be_in_it(taker: User) -> None:
    make_listing(food="egg", unit="piece")
    plain = make_listing(food="tomato", allergens=[])
    make_listing(food="tomato", allergens=["nuts", "eggs"])
    make_request(food="egg", unit="piece")
    anything = make_request(food=None, category=Category.objects.get(slug="eggs-dairy"))
    assert found(taker, Filters(excluded=("eggs", "milk"))) == {plain.pk, anything.pk}

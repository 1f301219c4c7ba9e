"""The data itself: what every line must hold, whoever edits it."""

import re
from collections import Counter

import pytest

from catalog import data_files
from catalog.data_files import FoodData
from catalog.enums import Allergen, Diet, Storage, Unit
from catalog.folding import fold, scientific_key

FOODS = data_files.foods()
CATEGORIES = data_files.categories()
KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")


def repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_there_are_foods_for_every_category_but_the_imported_one():
    assert len(FOODS) == 396
    assert {food.category for food in FOODS} == {c.slug for c in CATEGORIES} - {"garden-plants"}


def test_only_household_and_hygiene_is_not_food():
    assert [c.slug for c in CATEGORIES if not c.is_food] == ["household-hygiene"]


def test_slugs_are_unique_kebab_case():
    slugs = [food.slug for food in FOODS] + [category.slug for category in CATEGORIES]
    assert repeated(slugs) == []
    assert [slug for slug in slugs if not KEBAB.fullmatch(slug)] == []


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_names_are_unique_in_each_language(language):
    assert repeated([fold(food.names[language]) for food in FOODS]) == []
    assert repeated([fold(category.names[language]) for category in CATEGORIES]) == []


def test_scientific_names_name_one_food_each():
    names = [
        name
        for food in FOODS
        for name in {
            scientific_key(food.scientific_name),
            *(scientific_key(name) for language, name in food.synonyms if language == "la"),
        }
        if name
    ]
    assert repeated(names) == []


def test_foods_are_named_in_three_languages():
    for food in FOODS:
        names = list(food.names.values())
        assert [name for name in names if name != name.strip() or not name[:1].isupper()] == []
        own = [f"{language} {fold(name)}" for language, name in food.synonyms]
        own += [f"{language} {fold(name)}" for language, name in food.names.items()]
        assert repeated(own) == []


def test_foods_are_counted_in_known_units_of_plausible_weight():
    for food in FOODS:
        weights = food.grams_per_unit
        assert food.default_unit in {*weights, "kg"}
        assert set(weights) <= set(Unit.values) - {"kg", "g", "ml"}
        assert [food.slug for grams in weights.values() if not 2 <= grams <= 10_000] == []
        assert 500 <= weights.get("l", 1000) <= 1300


def test_foods_keep_as_long_as_their_storage_says():
    for food in FOODS:
        assert food.storage in Storage.values
        assert set(food.shelf_life_days) <= set(Storage.values)
        assert food.category == "household-hygiene" or food.storage in food.shelf_life_days
        assert [d for d in food.shelf_life_days.values() if not 1 <= d <= 1825] == []


def contradictions(food: FoodData) -> set[str]:
    """Allergens that the diets rule out."""
    ruled_out = {
        "vegan": {"milk", "eggs", "fish", "crustaceans", "molluscs"},
        "vegetarian": {"fish", "crustaceans", "molluscs"},
        "gluten_free": {"gluten"},
        "lactose_free": set() if food.slug == "lactose-free-milk" else {"milk"},
    }
    return {a for diet in food.diets for a in ruled_out.get(diet, set())} & set(food.allergens)


def test_diets_and_allergens_do_not_contradict_each_other():
    for food in FOODS:
        assert set(food.diets) <= set(Diet.values)
        assert set(food.allergens) <= set(Allergen.values)
        assert (food.slug, contradictions(food)) == (food.slug, set())
        assert "vegan" not in food.diets or {"vegetarian", "lactose_free"} <= set(food.diets)


def test_southern_season_is_half_a_year_away():
    for food in FOODS:
        assert food.season_north == sorted(set(food.season_north) & set(range(1, 13)))
        assert set(food.season_south) == {(m + 6 - 1) % 12 + 1 for m in food.season_north}


def test_pantry_essentials_are_there():
    wanted = (
        "rice pasta tinned-tomato uht-milk cooking-oil sugar nappy toilet-paper soap sanitary-pad "
        "washing-powder infant-formula tomato egg bread courgette"
    )
    assert set(wanted.split()) - {food.slug for food in FOODS} == set()

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from catalog.models import Category, Food, FoodUnit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Courgette"),
        ("es", "Calabacín"),
        ("fr", "Courgette"),
        ("es-mx", "Calabacín"),
        ("de", "Courgette"),
    ],
)
def test_food_is_named_in_the_active_language_or_else_in_english(language, name):
    with translation.override(language):
        assert Food.objects.get(slug="courgette").name == name


@pytest.mark.parametrize(
    "broken",
    [
        {"slug": "Not Kebab"},
        {"default_unit": "barrel"},
        {"storage": "moon"},
        {"allergens": ["dust"]},
        {"diets": ["paleo"]},
        {"season_north": [13]},
        {"season_south": [0]},
        {"scientific_key": "solanum tuberosum"},
    ],
)
def test_database_refuses_a_food_that_makes_no_sense(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Food.objects.filter(slug="tomato").update(**broken)


def test_database_refuses_a_unit_without_weight():
    tomato = Food.objects.get(slug="tomato")
    with pytest.raises(IntegrityError), transaction.atomic():
        FoodUnit.objects.create(food=tomato, unit="jar", grams=0)


def test_category_with_foods_cannot_be_deleted():
    with pytest.raises(ProtectedError):
        Category.objects.get(slug="fruit").delete()


def test_reading_foods_with_units_takes_two_queries(django_assert_num_queries):
    for rows in (1, 3):
        with django_assert_num_queries(2):
            foods = Food.objects.curated().listed("en").with_units()[:rows]
            assert len([(food.units(), food.category.name) for food in foods]) == rows

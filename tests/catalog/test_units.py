from decimal import Decimal

import pytest
from django.utils import translation

from catalog.models import Category, Food
from catalog.units import grams, kilograms_text, quantity_text, weight_text
from core.errors import Invalid

pytestmark = pytest.mark.django_db


def food(slug: str) -> Food:
    return Food.objects.with_units().get(slug=slug)


@pytest.mark.parametrize(
    ("slug", "quantity", "unit", "expected"),
    [
        ("tomato", "3", "kg", 3000),
        ("tomato", "2.5", "piece", 300),
        ("tomato", "0.0005", "kg", 1),  # half a gram is rounded up
        ("tomato", "0.0004", "kg", 0),
        ("tomato", "12.5", "g", 13),
        ("egg", "2", "dozen", 1440),
        ("uht-milk", "1.5", "l", 1545),
        ("uht-milk", "250", "ml", 258),  # 257.5
        ("nappy", "2", "pack", 2600),
    ],
)
def test_grams(slug, quantity, unit, expected):
    assert grams(food(slug), None, Decimal(quantity), unit) == expected


def test_grams_of_a_category_are_rough():
    category = Category.objects.get(slug="bread-bakery")
    assert grams(None, category, Decimal(3), "loaf") == 1500


def test_grams_of_nothing_known_are_still_weighed():
    assert grams(None, None, Decimal("1.25"), "kg") == 1250


@pytest.mark.parametrize("unit", ["dozen", "ml", "", "parsec"])
def test_grams_refuses_a_unit_the_food_is_not_measured_in(unit):
    with pytest.raises(Invalid) as refusal:
        grams(food("tomato"), None, Decimal(1), unit)
    assert refusal.value.details == {
        "unit": [f"This food is not measured in “{unit}”. Use one of: box, g, kg, piece."]
    }


def test_units_begin_with_the_usual_one_and_always_hold_kg_and_g():
    assert food("egg").units() == ["piece", "kg", "g", "dozen", "box", "tray"]
    assert food("rice").units() == ["kg", "g", "bag"]
    assert Category.objects.get(slug="drinks").units() == ["l", "kg", "g", "ml", "pack", "bottle"]


def test_kilograms_per_unit_are_plain_decimal_strings():
    assert food("uht-milk").kilograms_per_unit() == {
        "l": "1.03",
        "kg": "1",
        "g": "0.001",
        "ml": "0.00103",
        "pack": "6.18",
    }


@pytest.mark.parametrize(
    ("weight", "text"), [(120, "0.12"), (1000, "1"), (10000, "10"), (0, "0"), (1, "0.001")]
)
def test_kilograms_text(weight, text):
    assert kilograms_text(weight) == text


@pytest.mark.parametrize(
    ("quantity", "unit", "system", "text"),
    [
        ("3.000", "kg", "metric", "3 kg"),
        ("1.5", "kg", "metric", "1.5 kg"),
        ("100", "g", "metric", "100 g"),
        ("1", "dozen", "metric", "1 dozen"),
        ("2", "dozen", "metric", "2 dozen"),
        ("1", "jar", "metric", "1 jar"),
        ("1.000", "jar", "metric", "1 jar"),
        ("2", "jar", "metric", "2 jars"),
        ("0.5", "loaf", "metric", "0.5 loaves"),
        ("3", "kg", "imperial", "6.61 lb"),
        ("10", "kg", "imperial", "22 lb"),
        ("100", "g", "imperial", "3.53 oz"),
        ("2", "jar", "imperial", "2 jars"),
        ("2", "l", "imperial", "2 L"),
        ("1.5", "l", "metric", "1.5 L"),
    ],
)
def test_quantity_text(quantity, unit, system, text):
    assert quantity_text(Decimal(quantity), unit, system) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "1.5 kg"), ("es", "1,5 kg"), ("fr", "1,5 kg")]
)
def test_quantity_text_writes_decimals_as_the_language_does(language, text):
    with translation.override(language):
        assert quantity_text(Decimal("1.5"), "kg") == text


@pytest.mark.parametrize(
    ("grams_", "system", "text"),
    [
        (120, "metric", "120 g"),
        (1000, "metric", "1 kg"),
        (4500, "metric", "4.5 kg"),
        (120, "imperial", "4.23 oz"),
        (4500, "imperial", "9.92 lb"),
    ],
)
def test_weight_text(grams_, system, text):
    assert weight_text(grams_, system) == text

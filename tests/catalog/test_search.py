import pytest

from catalog.models import Food
from catalog.plant_lists import Plant
from catalog.services import import_plants

pytestmark = pytest.mark.django_db


def found(text: str, language: str = "en", most: int = 3) -> list[str]:
    return [food.slug for food in Food.objects.search(text, language)[:most]]


def resolved(text: str, language: str = "en") -> str | None:
    food = Food.objects.resolve(text, language)
    return food.slug if food else None


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("tomato", "tomato"),
        ("tomatoes", "tomato"),
        ("tomates", "tomato"),
        ("TOMATE", "tomato"),
        ("jitomate", "tomato"),
        ("zucchini", "courgette"),
        ("eggplant", "aubergine"),
        ("patates", "potato"),
        ("papas", "potato"),
        ("pommes de terre", "potato"),
        ("frijoles negros", "black-bean"),
        ("oeufs", "egg"),
        ("Œufs", "egg"),
        ("solanum tuberosum", "potato"),
        ("maiz dulce", "sweetcorn"),
        ("diapers", "nappy"),
        ("papel higienico", "toilet-paper"),
    ],
)
def test_search_finds_a_food_first_by_any_of_its_names(text, slug, language):
    assert found(text, language, 1) == [slug]


def test_search_begins_with_what_is_typed_so_far():
    assert found("courg") == ["courgette", "butternut-squash", "edible-flower"]


def test_search_needs_every_word():
    assert found("cherry tomatoes") == ["cherry-tomato"]
    assert found("cherry zeppelin") == []


def test_search_puts_exact_names_before_beginnings_before_the_rest():
    assert found("rice", most=4) == ["rice", "rice-cake", "rice-dish", "dessert"]


def test_search_sorts_equal_matches_by_name_without_accents():
    names = [food.name_fr for food in Food.objects.search("e", "fr")[:5]]
    assert names == ["Eau de Javel", "Eau en bouteille", "Échalote", "Endive", "Épices"]


@pytest.mark.parametrize("text", ["!", "%", "' ) | (", "\x00", ":*"])
def test_search_finds_nothing_by_punctuation(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["a" * 500, "a & b | !c:*", "<-> (tomato", "it's", "\\", "1", "½"])
def test_search_takes_any_text(text):
    assert isinstance(found(text), list)


def test_search_for_nothing_lists_all_by_name():
    assert found("", "en") == ["almond", "amaranth-leaf", "apple"]
    assert found("  ", "es") == ["incontinence-pad", "sorrel", "olive-oil"]
    assert Food.objects.search("", "en").count() == Food.objects.count()


def test_search_puts_imported_plants_last_however_well_they_match():
    import_plants([Plant(1, "Ricea exampla", ("rice",)), Plant(2, "Rice alba", ())])
    slugs = found("rice", most=500)
    assert set(slugs[-2:]) == {"ricea-exampla", "rice-alba"}
    assert slugs[0] == "rice"


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("tomato", "en", "tomato"),
        ("Tomatoes", "en", "tomato"),
        ("cherry-tomato", "en", "cherry-tomato"),
        ("calabacines", "es", "courgette"),
        ("calabacines", "en", "courgette"),
        ("lentils", "en", "lentil"),
        ("Daucus carota", "fr", "carrot"),
        ("  Pommes de terre ", "fr", "potato"),
    ],
)
def test_resolve_names_one_food(text, language, slug):
    assert resolved(text, language) == slug


@pytest.mark.parametrize(
    "text", ["", "  ", "!", "toma", "pet food", "plant milk", "zeppelin", "\x00"]
)
def test_resolve_is_none_for_parts_for_nothing_and_for_several(text):
    assert resolved(text) is None


def test_resolve_prefers_ours_to_an_imported_slug():
    import_plants([Plant(1, "Zucchini alba", ("courgettes",)), Plant(2, "Abies alba", ("fir",))])
    assert resolved("courgettes") == "courgette"
    assert resolved("abies-alba") == "abies-alba"
    assert resolved("Fir") == "abies-alba"


def test_resolve_takes_a_loose_name_only_after_all_others():
    import_plants([Plant(1, "Solanum lycopersicum", ("potato", "love apple"))])
    assert resolved("potato") == "potato"
    assert resolved("love apples") == "tomato"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.folding import fold, inflections, scientific_key, search_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Œufs (frais)", "oeufs frais"),
        ("Jus d’orange", "jus d orange"),
        ("Maïs doux", "mais doux"),
        ("Calabacín", "calabacin"),
        ("STRASSE straße", "strasse strasse"),
        ("  two\tspaces\n", "two spaces"),
        ("!?", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("tomato", "tomatoes"),
        ("berry", "berries"),
        ("leaf", "leaves"),
        ("loaf", "loaves"),
        ("pea", "peas"),
        ("box", "boxes"),
        ("radish", "radishes"),
        ("nuez", "nueces"),
        ("calabacin", "calabacines"),
        ("frijol", "frijoles"),
        ("ajo", "ajos"),
        ("chou", "choux"),
        ("poireau", "poireaux"),
        ("tomate", "tomates"),
        ("oeuf", "oeufs"),
    ],
)
def test_singular_and_plural_lead_to_each_other(singular, plural):
    assert plural in inflections(singular)
    assert singular in inflections(plural)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("egg", ["egg", "eggs", "egges"]),
        ("tomates", ["tomates", "tomate", "tomat", "tomatess", "tomateses"]),
        ("glass", ["glass", "glasss", "glasses"]),
        ("te", ["te", "tes", "tees"]),
    ],
)
def test_inflections_begin_with_the_word(word, forms):
    assert inflections(word) == forms


@pytest.mark.parametrize(
    "name",
    [
        "Brassica oleracea var. capitata",
        "Brassica oleracea (capitata)",
        "BRASSICA x oleracea ssp. capitata",
    ],
)
def test_scientific_key_ignores_ranks_and_hybrid_marks(name):
    assert scientific_key(name) == "brassica oleracea capitata"


def test_search_text_holds_each_name_once_and_marks_loose_ones():
    names = ["Tomatoes", "tomatoes", "Pomme d’amour", ""]
    assert search_text(names, ["Love apple", "!"]) == ("\ntomatoes\npomme d amour\n~ love apple\n")


def test_search_text_of_nothing():
    assert search_text([]) == "\n"

"""A text is made of known words, and says with them what its numbers say."""

import pytest

from insights.explanations import vocabulary
from insights.explanations.checks import Said, failed
from insights.explanations.inputs import inputs_of
from tests.insights.hostile_words import TEXTS

NUMBERS = {"window_days": 14, "requested_g": 30_000, "offered_g": 0, "committed_g": 0}
CATEGORIES = {"en": "Vegetables", "es": "Verduras y hortalizas", "fr": "Légumes"}
GOOD = {
    "en": (
        "More is asked for than people offer here.",
        "In the last 14 days about 30 kg were asked for and about 0 kg offered.",
        "If you have some to spare, you can share it.",
    ),
    "es": (
        "Se pide más de lo que hay aquí.",
        "En los últimos 14 días se pidieron unos 30 kg y se ofrecieron unos 0 kg.",
        "Si le sobra algo, puede compartirlo.",
    ),
    "fr": (
        "On demande plus que ce qui est offert ici.",
        "Ces 14 derniers jours, environ 30 kg ont été demandés et environ 0 kg offerts.",
        "Si vous en avez, vous pouvez le partager.",
    ),
}


def refused(sentences: tuple[str, ...] | list[str], language: str) -> list[str]:
    inputs = inputs_of("shortage", "vegetables", NUMBERS)
    return failed(Said(" ".join(sentences), inputs, CATEGORIES[language], language))


@pytest.mark.parametrize("language", GOOD)
def test_what_they_take_the_place_of_is_good(language):
    assert refused(GOOD[language], language) == []


@pytest.mark.parametrize(("language", "place", "text"), TEXTS)
def test_none_passes(language, place, text):
    sentences = list(GOOD[language])
    sentences[place] = text
    assert refused(sentences, language) != []


def test_corpus_is_large():
    assert len({text for _, _, text in TEXTS}) >= 120


@pytest.mark.parametrize(
    ("language", "text", "unknown"),
    [
        ("en", "It is not taken in time.", set()),
        ("en", "It is not so.", {"not"}),
        ("en", "Ask khadija.", {"khadija"}),
        ("en", "Some is lost in a day.", {"in a day"}),
        ("en", "Offer it a day sooner.", set()),
        ("es", "No se recoge a tiempo.", set()),
        ("es", "No hay.", {"no"}),
        ("fr", "Il n’est pas pris.", set()),
        ("fr", "30 kg par jour.", {"par jour"}),
    ],
)
def test_words_that_are_not_known_are_named(language, text, unknown):
    assert vocabulary.unknown_in(text, language) == unknown


@pytest.mark.parametrize(
    "text",
    [
        "In the last 14 days about 30 kg and about 30 kg were asked for, and 0 kg offered.",
        "In the last 14 days about 30 kg were asked for in 14 days, and about 0 kg offered.",
    ],
)
def test_number_is_said_once(text):
    assert "numbers" in refused([GOOD["en"][0], text, GOOD["en"][2]], "en")

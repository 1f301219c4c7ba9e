"""Answers that a good model gives, which must not be refused: the stand-in's, and others."""

import re
from itertools import product

import pytest

from foodcoord.stand_in.sentences import good_answer
from insights.explanations.checks import Said, failed
from insights.explanations.inputs import for_growers, inputs_of
from insights.explanations.prompts import LANGUAGE_NAMES

NUMBERS = {
    "window_days": 14,
    "requested_g": 30_200,
    "offered_g": 3_400,
    "committed_g": 1_000,
    "expired_g": 1_500,
    "share": "0.44",
    "neighbour_offered_g": 55_000,
    "neighbour_requested_g": 2_000,
    "commitments": 12,
    "median_minutes": 1_800,
    "usual_minutes": 450,
}
KINDS = ("shortage", "surplus", "waste", "mismatch", "slow_answers")
CATEGORIES = {"en": "Roots, potatoes & onions", "es": "Verduras y hortalizas", "fr": "Légumes"}
FOODS = {
    "en": {"a": "Tomato", "b": "Sweet corn (fresh)", "c": "Cavolo nero"},
    "es": {"a": "Tomate", "b": "Maíz dulce", "c": "Col negra"},
    "fr": {"a": "Tomate", "b": "Maïs doux", "c": "Chou palmier"},
}
SEASONS = [([], []), (["a"], []), (["a", "b"], ["c"]), ([], ["c"])]


def refused(text: str, kind: str, language: str) -> list[str]:
    inputs = inputs_of(kind, "vegetables", NUMBERS)
    foods = tuple(FOODS[language].values())
    return failed(Said(text, inputs, CATEGORIES[language], language, foods))


@pytest.mark.parametrize(("kind", "language"), product(KINDS, LANGUAGE_NAMES))
def test_stand_in_speaks_well_to_everybody(kind, language):
    inputs = inputs_of(kind, "vegetables", NUMBERS)
    told = {**inputs, "category": CATEGORIES[language], "language": LANGUAGE_NAMES[language]}
    assert refused(" ".join(good_answer(told).values()), kind, language) == []


@pytest.mark.parametrize(
    ("kind", "language", "season"), product(("shortage", "mismatch"), LANGUAGE_NAMES, SEASONS)
)
def test_stand_in_speaks_well_to_growers(kind, language, season):
    now, soon = ([FOODS[language][slug] for slug in slugs] for slugs in season)
    inputs = for_growers(inputs_of(kind, "vegetables", NUMBERS), now, soon)
    told = {**inputs, "category": CATEGORIES[language], "language": LANGUAGE_NAMES[language]}
    assert refused(" ".join(good_answer(told).values()), kind, language) == []


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [
        (
            "shortage",
            "en",
            "People in this area are looking for more than is shared. Over the last 14 days, "
            "about 30 kg were asked for, while about 3.4 kg were offered. If your garden has more "
            "than you can use, you could share some.",
        ),
        (
            "surplus",
            "en",
            "There is more on offer than people ask for at the moment. About 3.4 kg were offered "
            "in the last 14 days, and about 1 kg was promised. If you could use some, it is here.",
        ),
        (
            "waste",
            "en",
            "Some of the food is lost before anyone can take it. In 14 days, about 1.5 kg were "
            "lost (44 %). If you offer it a day sooner, there is more time to collect it.",
        ),
        (
            "slow_answers",
            "en",
            "It takes longer here to get an answer than it does around. In the last 14 days a "
            "promise took about 30 hours, against 7.5 hours around. If you can, answer early.",
        ),
        (
            "shortage",
            "es",
            "Las personas de la zona buscan más de lo que se comparte. En los últimos 14 días se "
            "pidieron unos 30 kg y se ofrecieron unos 3,4 kg. Si en su huerto le sobra algo, "
            "puede compartirlo.",
        ),
        (
            "waste",
            "es",
            "Una parte de la comida se pierde antes de que alguien la recoja. En 14 días se "
            "perdieron unos 1,5 kg, el 44 % de lo que se ofreció. Si lo ofrece antes, hay más "
            "tiempo para recogerlo.",
        ),
        (
            "shortage",
            "fr",
            "Les gens du quartier cherchent plus que ce qui est partagé. En 14 jours, environ "
            "30 kg ont été demandés et environ 3,4 kg offerts. Si votre jardin donne plus que "
            "pour vous, vous pouvez en partager.",
        ),
        (
            "surplus",
            "fr",
            "Il y a plus à prendre que ce que les gens demandent. En 14 jours, environ 3,4 kg ont "
            "été offerts et environ 1 kg promis. Si cela peut vous servir, c’est le bon moment.",
        ),
    ],
)
def test_other_good_texts_pass(kind, language, text):
    assert refused(text, kind, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "It takes less to be answered here than it does around. In the last 14 days a promise "
            "took about 7.5 hours here, against 30 hours around. If you can, answer early.",
        ),
        (
            "en",
            "It takes a while here to get an answer. In the last 14 days a promise took about 7.5 "
            "hours. If you can, answer early.",
        ),
        (
            "es",
            "Aquí se tarda en acordar una entrega. En los últimos 14 días un acuerdo tardó unas "
            "7,5 horas aquí y unas 30 horas en otras zonas. Si puede, responda pronto a la gente.",
        ),
        (
            "fr",
            "Il faut du temps ici pour un accord. Ces 14 derniers jours, un accord a demandé "
            "7,5 heures ici et 30 heures ailleurs. Si vous le pouvez, répondez plus tôt.",
        ),
    ],
)
def test_times_of_here_and_of_around_are_not_exchanged(language, text):
    assert refused(text, "slow_answers", language) == ["hours"]
    places = {"7.5": "30", "7,5": "30", "30": "7.5" if language == "en" else "7,5"}
    right = re.sub(r"7[.,]5|30", lambda match: places[match.group()], text)
    assert refused(right, "slow_answers", language) == []

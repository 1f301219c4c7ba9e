"""Which foods lines of need lists are taken to mean.

`evaluation.csv` holds lines as food banks write them, each with what a person would file it
under: our own writing, after the manner of published lists. `-` is what is none of the catalog's.
"""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Category, Food
from partners.lines.cleaning import LONGEST_LINE, LONGEST_SHOWN, clean, shown
from partners.lines.mapping import Mapper, says_nothing
from partners.lines.names import OWN, load_names, own_phrases
from partners.lines.phrases import normalised, singular
from partners.lines.splitting import said, without_amounts

EVALUATION = Path(__file__).parent / "evaluation.csv"
# Lines that a person would file and the import leaves, rather than guess.
LEFT = """
Dried milk powder
PG Tips
Savoury Rice
Gluten free biscuits
Fray Bentos pies
Vegetarian tinned meals
Gluten free cereal
Hoops
Red kidney beans
Chopped ham
Tinned Grapefruit segments
Mince pies
Instant oats
Oats So Simple
Diabetic jam
Long life UHT semi skimmed
Sugar cubes
Soap powder
Baby soap
Jam doughnuts
Dog treats
Cheese slices
Oat biscuits
Corn snacks
Canned drinks
Cans of pop
Cans of Coke
Savoury snacks
Steak & kidney pie
Running low on sugar
"""


@cache
def evaluation() -> list[tuple[str, str]]:
    with EVALUATION.open(encoding="utf-8", newline="") as file:
        return [(row["line"], row["means"]) for row in csv.DictReader(file, strict=True)]


@pytest.fixture
def mapper(db: None) -> Mapper:
    return Mapper(load_names())


def means(mapper: Mapper, line: str) -> str:
    found = mapper.means(line)
    return " ".join((*found.foods, *(f"category:{slug}" for slug in found.categories))) or "-"


def test_evaluation_names_foods_that_are_there_and_each_line_once(db: None) -> None:
    lines = [line for line, _ in evaluation()]
    assert len(lines) == len(set(lines)) == 582
    slugs = {f.slug for f in Food.objects.curated()}
    slugs |= {f"category:{c.slug}" for c in Category.objects.all()}
    assert {m for _, all_of in evaluation() for m in all_of.split()} - slugs == {"-"}


def test_own_phrases_name_foods_that_are_there(db: None) -> None:
    foods = {food.slug for food in Food.objects.curated()}
    categories = {category.slug for category in Category.objects.all()}
    for text, known in own_phrases(OWN):
        assert set(known.foods) <= foods, text
        assert set(known.categories) <= categories, text


def test_lines_are_mapped_right_or_left_and_never_wrong(mapper: Mapper) -> None:
    got = {line: means(mapper, line) for line, _ in evaluation()}
    wrong = [
        (line, got[line])
        for line, right in evaluation()
        if not set(got[line].split()) <= {*right.split(), "-"}
    ]
    assert wrong == []
    partly = [line for line, right in evaluation() if got[line] not in (right, "-")]
    assert partly == ["Nappies & Wipes", "Tinned Tomatoes & Pasta"]
    left = [line for line, right in evaluation() if got[line] == "-" != right]
    assert left == LEFT.strip().split("\n")
    to_map = [line for line, right in evaluation() if right != "-"]
    assert (len(to_map), len(to_map) - len(left) - len(partly)) == (477, 445)  # 93.3 %


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x" * (LONGEST_LINE + 1), "-"),
        ("Rice" + " " * 500, "rice"),
        ("Ri\x00ce", "-"),
        ("\x07Rice\x7f", "rice"),
        ("Rice\ud800", "rice"),
        ("ＲＩＣＥ", "rice"),
        ("", "-"),
        ("&/&", "-"),
        ("((((", "-"),
        ("( Rice", "-"),
        ("Rice & Rice / Rice", "rice"),
        ("tins of", "category:tinned-jars"),
        ("500g", "-"),
        ("a b c d e f g h i j k l m n o p q r s t", "-"),
    ],
)
def test_odd_lines(mapper: Mapper, line: str, expected: str) -> None:
    assert means(mapper, line) == expected


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("UHT milk 6 x 1 litre", "UHT milk"),
        ("Nappies size 4, 5 & 6+", "Nappies"),
        ("Nappies 5/6", "Nappies"),
        ("Rice 500g", "Rice"),
        ("Rice 1.5 kg bags", "Rice bags"),
        ("Toilet rolls x9", "Toilet rolls"),
        ("Baby milk stage 1 800g", "Baby milk stage 1"),
        ("Milk 2 pints", "Milk"),
    ],
)
def test_amounts_are_left_out(line: str, bare: str) -> None:
    assert without_amounts(line) == bare


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("tomatoes", "tomato"),
        ("peas", "pea"),
        ("biscuits", "biscuit"),
        ("berries", "berry"),
        ("boxes", "box"),
        ("toothbrushes", "toothbrush"),
        ("couscous", "couscous"),
        ("asparagus", "asparagus"),
        ("loaves", "loaf"),
        ("gas", "gas"),
    ],
)
def test_singular(word: str, one: str) -> None:
    assert singular(word) == one


LINES = st.text() | st.lists(
    st.sampled_from(
        [*(line for line, _ in evaluation()), "tins of", "long", "life", "no", "&", "("]
    )
).map(" ".join)


@given(LINES)
def test_normalising_never_fails_and_is_done_once(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert clean(clean(text)) == clean(text)


@given(LINES)
def test_what_is_shown_is_short_and_can_be_stored(text: str) -> None:
    line = shown(text)
    assert len(line) <= LONGEST_SHOWN
    assert "\x00" not in line
    line.encode()
    assert line.isprintable() or not line


@given(LINES)
def test_taking_apart_never_fails(text: str) -> None:
    says_nothing(text)
    said(text[:LONGEST_LINE])


@given(st.data())
def test_case_bullets_and_dots_change_nothing(data: st.DataObject) -> None:
    line, _ = data.draw(st.sampled_from(evaluation()))
    if not any(char in line for char in "(:"):
        around = data.draw(st.sampled_from(["• {}", "{}!!", " - {} ", "{}.", "* {},"]))
        assert normalised(around.format(line.upper())) == normalised(line)

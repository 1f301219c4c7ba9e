from decimal import Decimal

import pytest

from insights.explanations.checks import Said, failed, numbers_in

INPUTS = {
    "kind": "shortage",
    "category": "eggs-dairy",
    "window_days": 14,
    "kg_requested": "1200",
    "kg_offered": "0.35",
}
GOOD = (
    "More is asked for than people offer here. In the last 14 days about 1,200 kg were asked for "
    "and about 0.35 kg offered. If you have some to spare, you can share it."
)


def said(text: str, language: str = "en") -> list[str]:
    return failed(Said(text, INPUTS, "Eggs & dairy", language))


def test_check_of_words_stands_beside_the_others():
    assert said(GOOD.replace("share it", "sell it")) == ["vocabulary", "claims"]


def test_good_text_passes():
    assert said(GOOD) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Se pide más de lo que hay. En los últimos 14 días se pidieron unos 1.200 kg y se "
            "ofrecieron 0,35 kg. Si le sobra algo, puede compartirlo.",
            "es",
        ),
        (
            "On demande plus que ce qui est offert. Ces 14 derniers jours, environ 1 200 kg ont "
            "été demandés et 0,35 kg offerts. Vous pouvez en partager si vous en avez.",
            "fr",
        ),
    ],
)
def test_good_text_passes_in_other_languages(text, language):
    assert said(text, language) == []


@pytest.mark.parametrize(
    ("before", "after", "checks"),
    [
        ("1,200", "1,201", "numbers"),
        ("0.35", "0,35", "numbers"),
        ("14 days", "15 days", "numbers"),
        ("about 0.35", "about 0.4", "numbers"),
        ("14 days", "seven days", "number words"),
        ("More is asked for", "Twice as much is asked for", "number words"),
        ("you can share it", "you must share it", "claims"),
        ("you can share it", "it is reserved for you", "claims"),
        ("you can share it", "it cures disease", "claims"),
        ("you can share it", "the neighbours are to blame for it", "claims"),
        ("you can share it", "there will be more of it", "claims"),
        ("you can share it", "ask Maria about it", "claims, nobody named"),
        ("you can share it", "ask Zebedee about it", "nobody named"),
        ("you can share it", "see https://example.org", "plain text, spelling, claims"),
        ("you can share it", "<b>share</b> it", "plain text, spelling"),
        ("you can share it", "[share](x) it", "plain text, spelling"),
        (". In the last", ", in the last", ""),
    ],
)
def test_text_is_refused_by_name(before, after, checks):
    changed = GOOD.replace(before, after)
    assert changed != GOOD
    named = [name for name in said(changed) if name != "vocabulary"]  # test_hostile_words has that
    assert ", ".join(named) == checks


def test_text_must_be_neither_short_nor_long():
    assert said("It is so. It is.") == ["length"]
    assert "length" in said(GOOD * 5)


def test_text_must_have_a_few_sentences():
    assert said(GOOD.replace(". In", ", in").replace(". If", ", if")) == ["sentences"]


def test_language_is_the_one_asked_for():
    assert "language" in said(GOOD, "fr")
    assert "language" in said(GOOD, "es")


def test_name_of_the_category_may_have_its_capital():
    text = GOOD.replace("More is asked for", "More Eggs are asked for")
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("1,200.5 kg and 3", "en", ["1200.5", "3"]),
        ("1.200,5 kg y 3", "es", ["1200.5", "3"]),
        ("1 200,5 kg et 3", "fr", ["1200.5", "3"]),
        ("1\u202f200 kg", "fr", ["1200"]),
        ("30 kg, 40 kg", "en", ["30", "40"]),
        ("no digits", "en", []),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(text, language, numbers):
    assert numbers_in(text, language) == {Decimal(number) for number in numbers}

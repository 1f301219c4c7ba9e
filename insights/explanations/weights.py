"""Whether each weight of a text stands beside the word for what it is: asked for, offered, …"""

import re
from collections.abc import Mapping

from insights.explanations.inputs import Inputs
from insights.explanations.numbers import keys_of, numbers_of

ROLES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "en": {
        "requested": re.compile(r"\b(ask\w*|request\w*|need\w*|want\w*|look\w* for|sought)\b"),
        "offered": re.compile(r"\b(offer\w*|shar(ed|ing)|posted|available)\b"),
        "committed": re.compile(r"\b(promis\w*|agreed)\b"),
        "expired": re.compile(r"\b(lost|wast\w*|expir\w*|spoil\w*|not taken|thrown)\b"),
    },
    "es": {
        "requested": re.compile(r"\b(pid\w+|ped\w+|solicit\w*|busc\w*|demand\w*)\b"),
        "offered": re.compile(r"\b(ofre\w+|ofert\w*|compartid\w*|disponib\w*)\b"),
        "committed": re.compile(r"\b(promet\w*|compromet\w*|acord\w*)\b"),
        "expired": re.compile(r"\b(perd\w+|pierd\w+|desperdici\w*|caduc\w*|se tir\w+)\b"),
    },
    "fr": {
        "requested": re.compile(r"\b(demand\w*|recherch\w*|besoin\w*)\b"),
        "offered": re.compile(r"\b(off\w+|propos\w*|partagés?|disponib\w*)\b"),
        "committed": re.compile(r"\b(promis\w*|engag\w*)\b"),
        "expired": re.compile(r"\b(perd\w*|gaspill\w*|périm\w*|jet\w+)\b"),
    },
}
NEXT_DOOR = "_next_door"
BESIDE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\b(next door|nearby|neighbou?r\w*|close by|over there|not far)\b"),
    "es": re.compile(r"\b(al lado|vecin\w*|cerca|allí)\b"),
    "fr": re.compile(r"\b(à côté|voisin\w*|tout près|là-bas|non loin)\b"),
}
PAUSE = re.compile(r"[,;:()](?!\d)")
COMMA = 3
OF_SOMETHING_ELSE = re.compile(
    r"\b(?:kg|kilo\w*) (?:(?:of|de) |d[’'])(?!food\b|it\b|this\b|these\b)\w"
)
"""A weight is one of the category, which stands as `food` in the text."""
SENTENCE = re.compile(r"[^.]+(?:\.(?=\d)[^.]+)*")


def are_in_their_place(text: str, inputs: Inputs, language: str) -> bool:
    """Whether the word nearest to each weight says what that weight is.

    A weight that only the cell next door has is in a sentence that says so.
    """
    return not OF_SOMETHING_ELSE.search(text.lower()) and all(
        _sentence_is_right(match.group(), inputs, language)
        for match in SENTENCE.finditer(text.lower())
    )


def _sentence_is_right(sentence: str, inputs: Inputs, language: str) -> bool:
    for number in numbers_of(sentence, language):
        if not number.unit.startswith(("kg", "kilo")):
            continue
        keys = keys_of(number, inputs)
        if not keys:  # no input at all: another check's to refuse
            continue
        nearest = _nearest(sentence, number.start, number.end, language)
        if not any(key.removeprefix("kg_").removesuffix(NEXT_DOOR) in nearest for key in keys):
            return False
        beside = all(key.endswith(NEXT_DOOR) for key in keys)
        if beside and not BESIDE[language].search(sentence):
            return False
    return True


def _nearest(sentence: str, start: int, end: int, language: str) -> set[str]:
    """The roles whose word is nearest, in words, a comma like three; two where they are as near."""
    distances: dict[str, int] = {}
    for role, pattern in ROLES[language].items():
        for match in pattern.finditer(sentence):
            between = sentence[match.end() : start] if match.end() <= start else ""
            between = sentence[end : match.start()] if match.start() >= end else between
            words = len(between.split()) + COMMA * len(PAUSE.findall(between))
            distances[role] = min(words, distances.get(role, words))
    least = min(distances.values(), default=0)
    return {role for role, words in distances.items() if words == least}

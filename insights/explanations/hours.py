"""Whether each time of a text is said of the place it was seen at: here, or around."""

import re
from collections.abc import Mapping

from insights.explanations.inputs import Inputs
from insights.explanations.numbers import Number, allowed_numbers, numbers_of
from insights.explanations.weights import SENTENCE

HERE, AROUND = "hours_usual_here", "hours_usual_around"
PLACES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "en": {
        HERE: re.compile(r"\b(around )?here\b"),
        AROUND: re.compile(r"\b(around(?! here)|elsewhere|nearby|next door|neighbou?r\w*)\b"),
    },
    "es": {
        HERE: re.compile(r"\baquí\b"),
        AROUND: re.compile(r"\b(alrededor\w*|otr[ao]s|al lado|cerca|vecin\w*|allí)\b"),
    },
    "fr": {
        HERE: re.compile(r"\bici\b"),
        AROUND: re.compile(r"\b(alentours?|autour|ailleurs|à côté|voisin\w*|là-bas)\b"),
    },
}


def are_in_their_place(text: str, inputs: Inputs, language: str) -> bool:
    """Whether the time nearest to each word for a place was seen there.

    A time that was seen around only is in a sentence that says so.
    """
    if AROUND not in inputs:
        return True
    return all(
        _sentence_is_right(match.group(), inputs, language)
        for match in SENTENCE.finditer(text.lower())
    )


def _sentence_is_right(sentence: str, inputs: Inputs, language: str) -> bool:
    seen = {place: allowed_numbers(inputs, (place,)) for place in (HERE, AROUND)}
    hours = [each for each in numbers_of(sentence, language) if each.unit.startswith("h")]
    said = {place: list(pattern.finditer(sentence)) for place, pattern in PLACES[language].items()}
    if not said[AROUND] and any(each.value not in seen[HERE] for each in hours):
        return False
    return all(
        _nearest(match, hours, sentence).value in seen[place]
        for place, matches in said.items()
        for match in matches
        if hours
    )


def _nearest(word: re.Match[str], hours: list[Number], sentence: str) -> Number:
    """In words, units aside; of two as near the one before, as in `30 hours here`."""

    def distance(number: Number) -> tuple[int, bool]:
        if number.end <= word.start():
            return len(sentence[number.end : word.start()].split()) - 1, False
        return len(sentence[word.end() : number.start].split()), True

    return min(hours, key=distance)

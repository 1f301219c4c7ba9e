"""What a text must pass before anyone sees it. A failed check names itself; nothing is repaired."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from insights.explanations import alphabet, claims, hours, numbers, vocabulary, weights
from insights.explanations.inputs import Inputs
from insights.explanations.numbers import allowed_numbers, numbers_in
from insights.explanations.protocol import Told
from insights.explanations.words import FUNCTION_WORDS, NOT_ROMAN, NUMBER_WORDS, ROMAN

__all__ = ["CHECKS", "Said", "allowed_numbers", "failed", "numbers_in"]

SHORTEST, LONGEST = 40, 600
SENTENCES = range(2, 6)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.](?=\s|$)")
LEAST_OWN_SHARE = 6
"""At least one word in so many is one of the language's commonest."""
A_NAME = "food"
"""Stands for the catalog's names, which are not the model's words."""


@dataclass(frozen=True)
class Said:
    """A text with what it was made from; `bare` is the text without the catalog's names."""

    text: str
    inputs: Inputs
    category: str
    language: str
    foods: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, told: Told) -> "Said":
        return cls(text, told.inputs, told.category, told.language, tuple(told.foods.values()))

    @property
    def names(self) -> tuple[str, ...]:
        return (self.category, *self.foods)

    @cached_property
    def bare(self) -> str:
        longest_first = sorted(self.names, key=len, reverse=True)
        any_of = "|".join(re.escape(name) for name in longest_first)
        return re.sub(rf"(?<!\w)(?:{any_of})(?!\w)", A_NAME, self.text, flags=re.IGNORECASE)

    @cached_property
    def words(self) -> list[str]:
        return [word.lower() for word in alphabet.WORD.findall(self.bare)]


def failed(said: Said) -> list[str]:
    """Names of the checks a text does not pass, in their order."""
    return [name for name, passes in CHECKS.items() if not passes(said)]


def _length(said: Said) -> bool:
    return SHORTEST <= len(said.text) <= LONGEST


def _sentences(said: Said) -> bool:
    ends = len(SENTENCE_END.findall(said.text))
    return ends in SENTENCES and said.text.endswith(".")


def _plain_text(said: Said) -> bool:
    return alphabet.is_written_in(said.bare, said.language)


def _spelling(said: Said) -> bool:
    return alphabet.is_spelled(said.bare, said.language)


def _numbers(said: Said) -> bool:
    """Every number is an input as given, and once each; no range, bound, rate, sign or sum."""
    found = list(numbers.numbers_of(said.bare, said.language))
    return (
        {number.value for number in found} <= allowed_numbers(said.inputs)
        and numbers.said_no_oftener(found, said.inputs)
        and not any(numbers.is_signed(number, said.bare) for number in found)
    )


def _units(said: Said) -> bool:
    """Every number of the inputs is followed by a unit that they hold it in."""
    known = allowed_numbers(said.inputs)
    found = numbers.numbers_of(said.bare, said.language)
    return all(
        numbers.has_its_unit(number, said.bare, said.inputs)
        for number in found
        if number.value in known
    )


def _number_words(said: Said) -> bool:
    """Numbers are written in digits, so that they can be read as numbers."""
    lowered = said.bare.lower()
    romans = {word for word in said.words if len(word) > 1 and ROMAN.fullmatch(word)}
    return not romans - NOT_ROMAN and not NUMBER_WORDS[said.language].search(lowered)


def _weights(said: Said) -> bool:
    return weights.are_in_their_place(said.bare, said.inputs, said.language)


def _hours(said: Said) -> bool:
    return hours.are_in_their_place(said.bare, said.inputs, said.language)


def _language(said: Said) -> bool:
    """The commonest words are more often of this language than of any other, sentence by sentence
    at least as often, and often enough for a text to be one."""
    if not _is_own(said.words, said.language, by=1):
        return False
    own = sum(word in FUNCTION_WORDS[said.language] for word in said.words)
    return own * LEAST_OWN_SHARE >= len(said.words) and all(
        _is_own(alphabet.WORD.findall(sentence.lower()), said.language, by=0)
        for sentence in SENTENCE_END.split(said.bare)
    )


def _is_own(words: list[str], language: str, *, by: int) -> bool:
    counts = {code: sum(word in known for word in words) for code, known in FUNCTION_WORDS.items()}
    own = counts.pop(language)
    return own >= max(counts.values()) + by


def _vocabulary(said: Said) -> bool:
    """It is made of words that are known to be harmless here, and of those of the names."""
    named = {word.lower() for name in said.names for word in alphabet.WORD.findall(name)}
    return vocabulary.unknown_in(said.bare.replace(A_NAME, " "), said.language) <= named


def _claims(said: Said) -> bool:
    """Nobody is allocated anything, ordered, blamed, promised health or a yield, called or named;
    and the text does not speak of itself."""
    return not claims.forbidden_in(said.bare, said.language)


def _truth(said: Said) -> bool:
    """It does not say the opposite of its numbers."""
    return not claims.says_the_opposite(said.bare, str(said.inputs["kind"]))


def _nobody_named(said: Said) -> bool:
    """No capitals within a sentence but those of the catalog's names: others have no place here."""
    known = {word for name in said.names for word in WORD.findall(name)}
    begins_sentence = True
    for match in re.finditer(rf"{WORD.pattern}|[.](?=\s)", said.bare):
        word = match.group()
        if word == ".":
            begins_sentence = True
            continue
        if word[0].isupper() and not begins_sentence and word not in known:
            return False
        begins_sentence = False
    return True


CHECKS: Mapping[str, Callable[[Said], bool]] = {
    "length": _length,
    "sentences": _sentences,
    "plain text": _plain_text,
    "spelling": _spelling,
    "numbers": _numbers,
    "units": _units,
    "number words": _number_words,
    "weights": _weights,
    "hours": _hours,
    "language": _language,
    "vocabulary": _vocabulary,
    "claims": _claims,
    "truth": _truth,
    "nobody named": _nobody_named,
}

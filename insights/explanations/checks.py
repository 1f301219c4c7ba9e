"""What a text must pass before anyone sees it. A failed check names itself; nothing is repaired."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from insights.explanations.inputs import Inputs
from insights.explanations.words import (
    FORBIDDEN,
    FUNCTION_WORDS,
    NUMBER_WORDS,
    VAGUE_NUMBER_WORDS,
)

SHORTEST, LONGEST = 40, 600
SENTENCES = range(2, 5)
SPACES = "\u00a0\u202f "
NUMBERS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
    "es": re.compile(rf"\d{{1,3}}(?:[.{SPACES}]\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?"),
    "fr": re.compile(rf"\d{{1,3}}(?:[.{SPACES}]\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?"),
}
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
MARKUP = re.compile(r"[<>\[\]{}*_#|`@\\]|https?|www\.|\n")
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True)
class Said:
    """A text with what it was made from."""

    text: str
    inputs: Inputs
    category: str
    language: str

    @property
    def words(self) -> list[str]:
        return [word.lower() for word in WORD.findall(self.text)]


def failed(said: Said) -> list[str]:
    """Names of the checks a text does not pass, in their order."""
    return [name for name, passes in CHECKS.items() if not passes(said)]


def _length(said: Said) -> bool:
    return SHORTEST <= len(said.text) <= LONGEST


def _sentences(said: Said) -> bool:
    return len(SENTENCE_END.findall(said.text)) in SENTENCES


def _plain_text(said: Said) -> bool:
    return not MARKUP.search(said.text)


def _numbers(said: Said) -> bool:
    """Every number is an input as given: they are rounded already."""
    return numbers_in(said.text, said.language) <= allowed_numbers(said.inputs)


def _number_words(said: Said) -> bool:
    if VAGUE_NUMBER_WORDS[said.language] & set(said.words):
        return False
    values = NUMBER_WORDS[said.language]
    return {values[word] for word in said.words if word in values} <= allowed_numbers(said.inputs)


def _language(said: Said) -> bool:
    """The commonest words are more often of this language than of any other."""
    counts = {
        language: sum(word in known for word in said.words)
        for language, known in FUNCTION_WORDS.items()
    }
    own = counts.pop(said.language)
    return own > max(1, *counts.values())


def _claims(said: Said) -> bool:
    """Nobody is allocated anything, blamed, promised health or told a yield."""
    lowered = said.text.lower()
    return not any(pattern.search(lowered) for pattern in FORBIDDEN)


def _nobody_named(said: Said) -> bool:
    """No capitals within a sentence but those of the category: names have no place here."""
    known = set(WORD.findall(said.category))
    begins_sentence = True
    for match in re.finditer(rf"{WORD.pattern}|[.!?…]", said.text):
        word = match.group()
        if word in ".!?…":
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
    "numbers": _numbers,
    "number words": _number_words,
    "language": _language,
    "claims": _claims,
    "nobody named": _nobody_named,
}


def numbers_in(text: str, language: str) -> set[Decimal]:
    """The numbers written in digits, read as that language writes them."""
    return {_read(match.group(), language) for match in NUMBERS[language].finditer(text)}


def allowed_numbers(inputs: Inputs) -> set[Decimal]:
    """What the inputs hold as numbers."""
    allowed = set()
    for value in inputs.values():
        try:
            allowed.add(Decimal(value))
        except InvalidOperation:
            continue
    return allowed


def _read(digits: str, language: str) -> Decimal:
    if language == "en":
        return Decimal(digits.replace(",", ""))
    return Decimal(re.sub(rf"[.{SPACES}]", "", digits).replace(",", "."))

"""Words made comparable: what a food is called, and what was typed, in the same shape."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalog.folding import SHORTEST_WORD, fold
from partners.lines.cleaning import clean
from partners.lines.words import BRANDS, FILLERS, FORMS, JOINED

# Plurals that the rule below would take for something else, or singulars it would cut.
_IRREGULAR = {
    "loaves": "loaf",
    "leaves": "leaf",
    "halves": "half",
    "knives": "knife",
    "cookies": "cookie",
    "brownies": "brownie",
    "smoothies": "smoothie",
    "pies": "pie",
    "ties": "tie",
    "women": "woman",
    "ladies": "lady",
    "men": "man",
    "mens": "man",
    "womens": "woman",
    "children": "child",
    "childrens": "child",
    "toothbrushes": "toothbrush",
    "ups": "up",
}
_ES = re.compile(r"(?:ch|sh|ss|x|z|to|go|ko)es$")
_KEPT = re.compile(r"(?:ss|us|is)$")


@dataclass(frozen=True)
class Phrase:
    """Words in the singular, and apart from them how the food is kept (`tinned`, `uht` …)."""

    words: tuple[str, ...]
    forms: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return " ".join((*sorted(self.forms), *self.words))

    def without(self, words: frozenset[str]) -> "Phrase":
        """Leave these words out, unless nothing else is said."""
        left = tuple(word for word in self.words if word not in words)
        return Phrase(left, self.forms) if left or self.forms else self


def phrase(text: str) -> Phrase:
    """The words of a text, every one of them."""
    words = _joined([singular(word) for word in _bare(text).split()])
    forms = frozenset(FORMS[word] for word in words if word in FORMS)
    return Phrase(tuple(word for word in words if word not in FORMS), forms)


def normalised(text: str) -> str:
    """A line with nothing left of how it was typed: the words that tell what is needed.

    Done again it changes nothing. Two lines that are normalised alike mean the same.
    """
    before, after = None, clean(text)
    while after != before:
        said = phrase(after).without(FILLERS).without(BRANDS)
        before, after = after, str(said)
    return after


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """A folded English word in the singular, as far as a rule can tell; done again, the same."""
    while (shorter := _shorter(word)) != word:
        word = shorter
    return word


def _shorter(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= SHORTEST_WORD or not word.endswith("s") or _KEPT.search(word):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if _ES.search(word) else word[:-1]


def _bare(text: str) -> str:
    """Folded; a word's apostrophe is no space: `women's` is one word."""
    return fold(re.sub(r"['’ʼ`]", "", text))


def _joined(words: list[str]) -> list[str]:
    for several, one in JOINED.items():
        length = len(several)
        at = 0
        while at + length <= len(words):
            if tuple(words[at : at + length]) == several:
                words[at : at + length] = one
            at += 1
    return words

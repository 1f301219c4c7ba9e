"""Which characters and which spelling a text may have: what a language writes, and nothing else.

Invisible characters, look-alikes from other scripts, other scripts' digits, fractions, markup and
symbols are all refused by not being listed, so that the other checks read what people read.
"""

import re
from collections.abc import Mapping

PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789 .,;:'’()%-–"
SPACES = "\u00a0\u202f "
LETTERS: Mapping[str, str] = {
    "en": "",
    "es": "áéíóúüñ",
    "fr": "àâæçéèêëîïôœùûüÿ\u00a0\u202f",
}
ALLOWED: Mapping[str, frozenset[str]] = {
    language: frozenset(PLAIN + PLAIN.upper() + own + own.upper() + "\u00a0\u202f")
    for language, own in LETTERS.items()
}
SINGLE: Mapping[str, frozenset[str]] = {
    "en": frozenset("ai"),
    "es": frozenset("aeouy"),
    "fr": frozenset("aàyldcjnmst"),
}
"""Words of one letter; French ones before an apostrophe too."""
WORD = re.compile(r"[^\W\d_]+")
BROKEN_WORD = re.compile(
    r"[^\W\d_]\d|\d[^\W\d_]"  # letters that are digits
    r"|[^\W\d_][.:;]+[^\W\d_]"  # an address, or letters apart
    r"|[^\W\d_]+-[^\W\d_]+-[^\W\d_]+-"  # letters apart
    r"|[a-zà-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2}"  # capitals within a word
)
MARKS = re.compile(r"[.,;:'’()%–-]{2,}")
MARKS_TOGETHER = frozenset([").", "),", "%.", "%,", "%)", "%).", "%),"])


def is_written_in(text: str, language: str) -> bool:
    """Whether a text has only the characters of its language."""
    return set(text) <= ALLOWED[language]


def is_spelled(text: str, language: str) -> bool:
    """Whether its words are words: whole, in one case, of more than one letter."""
    if BROKEN_WORD.search(text) or set(MARKS.findall(text)) - MARKS_TOGETHER:
        return False
    return all(len(word) > 1 or word.lower() in SINGLE[language] for word in WORD.findall(text))

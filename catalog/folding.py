"""Names made comparable: without accents, case, punctuation, and nearly without number.

The same folding is applied to what is stored and to what is asked, so the database needs neither
an accent dictionary nor a locale.
"""

import re
import unicodedata
from collections.abc import Iterable

# Letters that decomposition leaves alone.
_UNDECOMPOSED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_APART = re.compile(r"[\W_]+")
# Marks of hybrids and ranks: people leave them out, and lists disagree on them.
_RANKS = frozenset(["x", "sp", "spp", "ssp", "subsp", "var", "f", "fo", "cv", "convar"])
SHORTEST_STEM = 3
LOOSE = "~ "


def fold(text: str) -> str:
    """Lower-case words without accents, one space apart: `Œufs (frais)` → `oeufs frais`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _APART.sub(" ", bare).strip()


def stem(word: str) -> str:
    """A form that singular and plural share in English, Spanish and French.

    `tomato`, `tomatoes`, `tomate`, `tomates` → `tomat`; `nuez`, `nueces` → `nuec`. It is no
    word, and never shown.
    """
    if len(word) > SHORTEST_STEM and (
        (word.endswith("s") and not word.endswith("ss")) or word.endswith("ux")
    ):
        word = word[:-1]
    for plural, singular in (("ie", "y"), ("oe", "o"), ("z", "c")):
        if word.endswith(plural):
            word = word.removesuffix(plural) + singular
            break
    if len(word) > SHORTEST_STEM and word[-1] in "aeo":
        word = word[:-1]
    return word[:-1] + "f" if word.endswith("v") else word


def stems(phrase: str) -> str:
    """Each word of a folded phrase, stemmed."""
    return " ".join(stem(word) for word in phrase.split())


def scientific_key(name: str) -> str:
    """What tells one plant from another: its scientific name without ranks and hybrid marks."""
    return " ".join(word for word in fold(name).split() if word not in _RANKS)


def search_text(names: Iterable[str], loose: Iterable[str] = ()) -> str:
    """The stored text that search reads: one folded name a line, and its stems where they differ.

    Args:
        names: every name it is known by.
        loose: names that lead to it but may mean something else; their lines are marked, so that
            they are found without ever counting as its name.
    """
    lines: dict[str, None] = {}
    for mark, group in (("", names), (LOOSE, loose)):
        for name in group:
            folded = fold(name)
            lines.update({mark + folded: None, mark + stems(folded): None} if folded else {})
    return "\n".join(["", *lines, ""])

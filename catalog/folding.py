"""Names made comparable: without accents, case and punctuation, in singular and plural.

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
SHORTEST_WORD = 3
_SINGULARS = {
    "s": ("",),
    "es": ("",),
    "ies": ("y",),
    "ves": ("f", "fe"),
    "ces": ("z",),
    "ux": ("u",),
}
_PLURALS = (
    ("", "s"),
    ("", "es"),
    ("y", "ies"),
    ("f", "ves"),
    ("fe", "ves"),
    ("z", "ces"),
    ("u", "ux"),
)
LOOSE = "~ "


def fold(text: str) -> str:
    """Lower-case words without accents, one space apart: `Œufs (frais)` → `oeufs frais`."""
    # Decomposed first and last: some letters have no small form until they are taken apart.
    small = unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", small)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _APART.sub(" ", bare).strip()


def inflections(word: str) -> list[str]:
    """The word itself, then what its singular and plural may be in English, Spanish or French.

    `tomates` → `tomate`, `tomat`, …; `nuez` → `nueces`, …. Some are no words, and so match nothing.
    """
    singulars = [
        word.removesuffix(plural) + singular
        for plural, singulars in _SINGULARS.items()
        if word.endswith(plural) and not word.endswith("ss")
        for singular in singulars
    ]
    plurals = [
        word.removesuffix(singular) + plural
        for singular, plural in _PLURALS
        if word.endswith(singular)
    ]
    likely = [form for form in singulars + plurals if len(form) >= SHORTEST_WORD]
    return list(dict.fromkeys([word, *likely]))


def scientific_key(name: str) -> str:
    """What tells one plant from another: its scientific name without ranks and hybrid marks."""
    return " ".join(word for word in fold(name).split() if word not in _RANKS)


def search_text(names: Iterable[str], loose: Iterable[str] = ()) -> str:
    """The stored text that search reads: one folded name a line, and a line break at both ends.

    Args:
        names: every name it is known by.
        loose: names that lead to it but may mean something else; their lines are marked, so that
            they are found without counting as its name.
    """
    lines = [fold(name) for name in names]
    marked = [LOOSE + fold(name) for name in loose]
    return "\n".join(["", *dict.fromkeys(line for line in lines + marked if line.strip(LOOSE)), ""])

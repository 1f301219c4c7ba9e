"""A line as somebody typed it, made safe to store and show."""

import re
import unicodedata

LONGEST_LINE = 200
LONGEST_SHOWN = 80
MORE = "…"

# A number is a bullet only with a dot or bracket and a space behind it: "1. Milk", never "1.5 l".
_BULLET = re.compile(r"^(?:[\s•·◦▪●○■□✓✔►▶→*~>_+–—-]+|\d{1,3}[.)]\s+)+")
_TRAILING = re.compile(r"[\s.,;:!?*…–—-]+$")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """One line without control characters, bullets and trailing punctuation, one space apart.

    Args:
        text: anything; also what no database would store (NULs, halves of characters).
    """
    plain = " ".join("".join(_printable(char) for char in _composed(text)).split())
    while (stripped := _TRAILING.sub("", _BULLET.sub("", plain))) != plain:
        plain = stripped
    return plain


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """A cleaned line, cut where it is longer than a report can show.

    Args:
        text: as it was published.
        longest: in characters, the mark of the cut included.
    """
    # Cut before it is cleaned as well: a line may be as long as its file.
    plain = clean(text[: 4 * LONGEST_LINE])
    is_whole = len(plain) <= longest and len(text) <= 4 * LONGEST_LINE
    return plain if is_whole else plain[: longest - len(MORE)].rstrip() + MORE


def is_too_long(text: str) -> bool:
    """Whether it is more than a line of a list says: a text, or an accident."""
    return len(text.strip()) > LONGEST_LINE


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _SURROGATE.sub(" ", text))


def _printable(char: str) -> str:
    return " " if unicodedata.category(char)[0] in "CZ" else char

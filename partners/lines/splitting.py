"""A line taken apart: what is said besides, several foods, and alternatives."""

import re
from dataclasses import dataclass

from partners.lines.cleaning import clean

_NUMBER = r"\d+(?:[.,/]\d+)?"
_UNIT = (
    r"(?:kilos?|kgs?|grams?|grammes?|gms?|gr|g|mls?|cl|litres?|liters?|ltrs?|lt|l|oz|lbs?|pints?|"
    r"pt|pks?|packs?|pieces?|pcs?|rolls?|sheets?|months?|mths?|m|years?|yrs?|%)"
)
_AMOUNTS = re.compile(
    rf"""
    # size 4, 5 & 6+
    \bsizes?\s*:?\s*\d+\+?(?:\s*(?:,|/|&|\+|-|–|to|or|and)\s*(?:size\s*)?\d+\+?)*(?!\w)
    # 6 x 400 g, 2-3 l
    | \b(?:\d+\s*x\s*)?{_NUMBER}(?:\s*(?:-|–|to)\s*{_NUMBER})?\s*-?\s*{_UNIT}\+?(?!\w)
    # x6, 6 x
    | \bx\s*\d+\b | \b\d+\s*x(?!\w)
    | \bhalf\s+(?:litre|liter|pint|kilo)s?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Left over: "nappies 5/6". The number after "stage" tells one milk from another.
_NUMBERS = re.compile(
    r"(?<!\w)(?<!stage )(?<!step )(?<!no\. )\d+\+?(?:\s*[,/&–-]\s*\d+\+?)*(?!\w)",
    re.IGNORECASE,
)
_SUGAR = re.compile(r"\bno\s+added\s+(?:sugar|salt)\b", re.IGNORECASE)
_EXAMPLES = re.compile(
    r"\b(?:e\.?\s?g\.?|i\.?e\.?|such as|including|incl\.?|especially|particularly|esp\.?)"
    r"(?!\w).*$",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:no|not|except|excluding|excl|without|other than|instead of|plenty of|"
    r"(?:do not|don['’]?t|dont) need|enough)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_DASH = re.compile(r"\s[-–—]+\s|\s[–—]|[–—]\s|:\s+|\s-|-\s")
_AND = re.compile(r"\s*(?:&|\+|,|;|\band\b)\s*", re.IGNORECASE)
_OR = re.compile(r"\s*(?:/|\||\bor\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """One line: what it names, and what it adds in brackets or behind a dash."""

    head: str
    besides: str = ""
    refused: str = ""


def said(line: str) -> Said:
    """Tell what a line names from what it adds, without amounts and examples.

    Args:
        line: as it was typed.
    """
    bare = without_amounts(clean(line))
    bare, refused = _refused(bare)
    besides = [found for found in _BRACKETED.findall(bare) if found.strip()]
    outside = _EXAMPLES.sub("", _BRACKETED.sub(" ", bare))
    head, *behind = [part for part in _DASH.split(outside) if part.strip()] or [""]
    added = [_EXAMPLES.sub("", part) for part in (*besides, *behind)]
    return Said(clean(head), " ".join(clean(part) for part in added if part.strip()), refused)


def without_amounts(text: str) -> str:
    """Without sizes, weights, volumes and counts: `UHT milk 6 x 1 litre` → `UHT milk`."""
    # Not by themselves: "3 in 1 coffee" keeps what stands between.
    return " ".join(_NUMBERS.sub(" ", _AMOUNTS.sub(" ", text)).split())


def several(text: str) -> list[str]:
    """Foods that are named one after the other, all of them asked for."""
    return [part for part in _AND.split(text) if part.strip()]


def alternatives(text: str) -> list[str]:
    """Foods of which each would do."""
    return [part for part in _OR.split(text) if part.strip()]


def _refused(text: str) -> tuple[str, str]:
    """The text before a refusal, and what is refused: `Cereal (no cornflakes)`."""
    kept = _SUGAR.sub(" ", text)
    found = _REFUSAL.search(kept)
    if found is None:
        return kept, ""
    return kept[: found.start()], kept[found.end() :].strip() or "all"

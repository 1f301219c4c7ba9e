"""The numbers of a text, each with its unit, held against the inputs.

Rounding: none. The inputs are rounded already, and a number must be one of them, to the digit.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from insights.explanations.alphabet import SPACES
from insights.explanations.inputs import Inputs

NUMBERS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
    "es": re.compile(rf"\d{{1,3}}(?:[.{SPACES}]\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?"),
    "fr": re.compile(rf"\d{{1,3}}(?:[.{SPACES}]\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?"),
}
SIGN = re.compile(r"[-–+/x×*^=<>~±]\s*$")
BOUND = re.compile(
    r"\b(over|(more|less|fewer) than|at (least|most)|up to|under|above|below|"
    r"(más|menos) de|al menos|como (mínimo|máximo)|hasta|(plus|moins) de|au (moins|plus)|jusqu.à)"
    r"( about| unos| unas| environ)?\s*$",
    re.IGNORECASE,
)
A_RATE = re.compile(
    r"\s*(kg|kilo\w*)\s+(an?|each|every|per|daily|cada|al día|a la|chaque|"
    r"par (jour|heure|personne|famille|tête|foyer)|por (día|hora|persona|familia|cabeza))\b",
    re.IGNORECASE,
)
AFTER = re.compile(r"[\s(]*(?:(%)|([^\W\d_]+))?")
UNITS: Mapping[str, tuple[str, ...]] = {
    "kg": ("kg_",),
    "kilo": ("kg_",),
    "kilos": ("kg_",),
    "kilograms": ("kg_",),
    "kilogramos": ("kg_",),
    "kilogrammes": ("kg_",),
    "day": ("window_days",),
    "days": ("window_days",),
    "día": ("window_days",),
    "días": ("window_days",),
    "jour": ("window_days",),
    "jours": ("window_days",),
    "derniers": ("window_days",),
    "últimos": ("window_days",),
    "hour": ("hours_",),
    "hours": ("hours_",),
    "hora": ("hours_",),
    "horas": ("hours_",),
    "heure": ("hours_",),
    "heures": ("hours_",),
    "promise": ("commitments",),
    "promises": ("commitments",),
    "compromiso": ("commitments",),
    "compromisos": ("commitments",),
    "promesa": ("commitments",),
    "promesas": ("commitments",),
    "acuerdos": ("commitments",),
    "promesse": ("commitments",),
    "promesses": ("commitments",),
    "engagements": ("commitments",),
    "accords": ("commitments",),
    "%": ("percent_",),
    "percent": ("percent_",),
    "por": ("percent_",),
    "pour": ("percent_",),
}
"""What follows a number → the inputs that it may be."""
UNIT_OF_TWO = re.compile(r"\s*(por ciento|pour cent)\b")


@dataclass(frozen=True)
class Number:
    """One number of a text: its value, where it stands, and its unit, empty where it has none."""

    value: Decimal
    start: int
    end: int
    unit: str


def numbers_of(text: str, language: str) -> Iterator[Number]:
    """The numbers written in digits, read as that language writes them, in their order."""
    for match in NUMBERS[language].finditer(text):
        after = AFTER.match(text, match.end())
        unit = (after.group(1) or after.group(2) or "") if after else ""
        yield Number(_read(match.group(), language), match.start(), match.end(), unit.lower())


def numbers_in(text: str, language: str) -> set[Decimal]:
    """Their values alone."""
    return {number.value for number in numbers_of(text, language)}


def said_no_oftener(found: Sequence[Number], inputs: Inputs) -> bool:
    """Whether no number stands more often in a text than in its inputs."""
    known = Counter(value for name in inputs for value in allowed_numbers(inputs, (name,)))
    return all(count <= known[value] for value, count in Counter(n.value for n in found).items())


def allowed_numbers(inputs: Inputs, prefixes: tuple[str, ...] = ("",)) -> set[Decimal]:
    """What the inputs hold as numbers, under names that begin so."""
    allowed = set()
    for name, value in inputs.items():
        if isinstance(value, (int, str)) and name.startswith(prefixes):
            try:
                allowed.add(Decimal(value))
            except InvalidOperation:
                continue
    return allowed


def has_its_unit(number: Number, text: str, inputs: Inputs) -> bool:
    """Whether the number is followed by a unit in which the inputs hold it."""
    if number.unit in ("por", "pour") and not UNIT_OF_TWO.match(text, number.end):
        return False
    prefixes = UNITS.get(number.unit)
    return prefixes is not None and number.value in allowed_numbers(inputs, prefixes)


def is_signed(number: Number, text: str) -> bool:
    """Whether it is part of a range, a calculation, a rate or a negative number, or a bound: over
    14 days is a span, over 30 kg is not about 30 kg."""
    before, after = text[: number.start], text[number.end : number.end + 1]
    bounds = UNITS.get(number.unit) != ("window_days",) and BOUND.search(before)
    rate = A_RATE.match(text, number.end)
    return bool(SIGN.search(before) or bounds or rate) or after in ("-", "–", "/")


def keys_of(number: Number, inputs: Inputs) -> set[str]:
    """The weights of the inputs that have this value."""
    return {
        name
        for name, value in inputs.items()
        if name.startswith("kg_") and Decimal(value) == number.value
    }


def _read(digits: str, language: str) -> Decimal:
    if language == "en":
        return Decimal(digits.replace(",", ""))
    return Decimal(re.sub(rf"[.{SPACES}]", "", digits).replace(",", "."))

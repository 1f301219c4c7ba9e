"""Word lists of the checks, in the languages that explanations are written in."""

import re
from collections.abc import Mapping
from decimal import Decimal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _counted(from_two_to_twelve: str, **others: int) -> Mapping[str, Decimal]:
    words = {word: n for n, word in enumerate(from_two_to_twelve.split(), start=2)} | others
    return {word: Decimal(value) for word, value in words.items()}


# Common words, few of which another of these languages has.
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "the and of is was were are for this that to with have has than more you can about if "
        "last days in there people it some or be good"
    ),
    "es": _words(
        "el los las y del se para más una por con este esta hay si días últimos puede unos algo "
        "lo al es son fueron han quien personas o un buen momento"
    ),
    "fr": _words(
        "le les des et du pour plus une dans est ont ce cette jours derniers environ vous pouvez "
        "ou au aux sont été qui personnes il y bon moment un"
    ),
}

NUMBER_WORDS: Mapping[str, Mapping[str, Decimal]] = {
    "en": _counted(
        "two three four five six seven eight nine ten eleven twelve",
        fourteen=14,
        twenty=20,
        thirty=30,
    ),
    "es": _counted(
        "dos tres cuatro cinco seis siete ocho nueve diez once doce",
        catorce=14,
        veinte=20,
        treinta=30,
    ),
    "fr": _counted(
        "deux trois quatre cinq six sept huit neuf dix onze douze",
        quatorze=14,
        vingt=20,
        trente=30,
    ),
}
VAGUE_NUMBER_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "half twice thrice double doubled triple third quarter dozen dozens hundred hundreds "
        "thousand thousands million millions"
    ),
    "es": _words(
        "mitad doble triple tercio cuarto docena docenas cien ciento cientos mil miles millón "
        "millones"
    ),
    "fr": _words(
        "moitié double triple tiers quart douzaine douzaines cent cents centaines mille milliers "
        "million millions"
    ),
}

FORBIDDEN: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        # allocation and duty
        r"\b(reserved|assigned|allocat\w*|guarante\w*|entitled|must|obliged)\b",
        r"\b(reservad\w*|asignad\w*|garantiz\w*|deben?|debes|obligad\w*)\b",
        r"\b(réserv\w*|attribu\w*|garanti\w*|devez|doit|doivent|obligé\w*)\b",
        # blame
        r"\b(fault|blame\w*|greed\w*|selfish\w*|lazy|irresponsib\w*)\b",
        r"\b(culpa\w*|egoíst\w*|codici\w*|perezos\w*|irresponsab\w*)\b",
        r"\b(faute\w*|coupable\w*|égoïst\w*|avid\w*|paresseu\w*)\b",
        # health
        r"\b(health\w*|cures?|disease\w*|vitamin\w*|nutritious|safe to eat)\b",
        r"\b(salud\w*|curan?|enfermedad\w*|vitamina\w*|nutritiv\w*|san[oa]s?)\b",
        r"\b(santé|guéri\w*|maladie\w*|vitamine\w*|nutriti\w*|sain\w*)\b",
        # yields and forecasts
        r"\b(will (yield|harvest|produce|be)|yields?|harvests? of|forecast\w*|predict\w*)\b",
        r"\b(cosechar\w*|rendimiento\w*|producir\w*|pronostic\w*|habrá)\b",
        r"\b(récolter\w*|rendement\w*|produir\w*|prévoi\w*|il y aura)\b",
    )
)

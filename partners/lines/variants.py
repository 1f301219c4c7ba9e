"""The ways to read a phrase, the most exact first, and which readings its packing allows."""

from collections.abc import Iterator

from partners.lines.names import Kept
from partners.lines.phrases import Phrase
from partners.lines.words import BRANDS, FILLERS, FOR_WHOM, PACKED_BEFORE, PACKED_BEHIND

TINS, HOUSEHOLD = "tinned-jars", "household-hygiene"
FRESH_SHELVES = frozenset(
    [
        "vegetables",
        "leafy-greens-herbs",
        "roots-potatoes",
        "fruit",
        "berries",
        "eggs-dairy",
        "bread-bakery",
        "meat-fish",
        "legumes",
    ]
)
DRIED_SHELVES = frozenset(["grains-dried", "legumes"])
JARRED_SHELVES = frozenset([TINS, "drinks", "baby-food"])
JAR, TINNED, IN = "jar", "tinned", "in"


def readings(said: Phrase) -> Iterator[Phrase]:
    """The phrase itself, then with less and less of what does not tell what it is."""
    before: set[Phrase] = set()
    for reading in _narrowed(said):
        if reading not in before:
            before.add(reading)
            yield reading


def for_anyone(said: Phrase) -> Phrase:
    """Without for whom it is."""
    return said.without(FOR_WHOM)


def fits(kept: Kept, forms: frozenset[str], packed: frozenset[str]) -> bool:
    """Whether a food can be meant by its bare name by someone who adds these words.

    `Tinned baked beans` are baked beans; `tinned turnips` are no turnips as we know them.

    Args:
        kept: how the food is kept.
        forms: how it was said to be kept.
        packed: in what it was said to be packed.
    """
    return all(_fits(kept, form) for form in forms) and (
        JAR not in packed or JAR in kept.units or kept.category in JARRED_SHELVES
    )


def _fits(kept: Kept, form: str) -> bool:
    match form:
        case "tinned":
            return kept.category == TINS or "tin" in kept.units
        case "frozen":
            return kept.storage == "frozen"
        case "fresh":
            return kept.category in FRESH_SHELVES
        case "dried":
            return kept.category in DRIED_SHELVES
        case _:  # long life
            return kept.is_shelved


def _narrowed(said: Phrase) -> Iterator[Phrase]:
    yield said
    told = said.without(FILLERS)
    yield told
    unpacked = _unpacked(told)
    yield unpacked
    yield told.without(BRANDS)
    yield unpacked.without(BRANDS)
    if TINNED in said.forms and IN in unpacked.words[1:]:  # in brine, oil, juice, tomato sauce
        yield Phrase(unpacked.words[: unpacked.words.index(IN)], said.forms)


def _unpacked(said: Phrase) -> Phrase:
    words = list(said.words)
    while len(words) > 1 and words[0] in PACKED_BEFORE:
        del words[0]
    while len(words) > 1 and words[-1] in PACKED_BEHIND:
        del words[-1]
    return Phrase(tuple(words), said.forms)

"""What an explanation may say: a few rounded numbers and names of the catalog.

Rounding: kilograms, per cent, hours and counts to two significant digits, halves away from zero.
As long as these stay the same, so do the words.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import orjson

from insights.enums import SignalKind

Inputs = Mapping[str, Any]
TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)
MINUTES_AN_HOUR = 60
KILOGRAMS: Mapping[SignalKind, Mapping[str, str]] = {
    SignalKind.SHORTAGE: {
        "kg_requested": "requested_g",
        "kg_offered": "offered_g",
        "kg_committed": "committed_g",
    },
    SignalKind.SURPLUS: {
        "kg_offered": "offered_g",
        "kg_requested": "requested_g",
        "kg_committed": "committed_g",
    },
    SignalKind.WASTE: {"kg_expired": "expired_g", "kg_offered": "offered_g"},
    SignalKind.MISMATCH: {
        "kg_requested": "requested_g",
        "kg_offered": "offered_g",
        "kg_committed": "committed_g",
        "kg_offered_next_door": "neighbour_offered_g",
        "kg_requested_next_door": "neighbour_requested_g",
    },
    SignalKind.SLOW_ANSWERS: {},
}
"""Kind → name of an input → the signal's number, in grams, that it is."""
HOURS = {"hours_usual_here": "median_minutes", "hours_usual_around": "usual_minutes"}


def inputs_of(kind: str, category: str, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of an explanation for everybody.

    Args:
        kind: of the signal.
        category: its slug.
        numbers: of the signal: grams, `share` for waste; `commitments`, `median_minutes` and
            `usual_minutes` (None where nothing is usual yet) for slow answers.

    Returns:
        `kind`, `category`, `window_days`, and as strings of decimals `kg_…`; `percent_expired`
        for waste; `commitments`, `hours_usual_here` and, where known, `hours_usual_around` for
        slow answers.
    """
    told = {
        name: rounded_kilograms(numbers[of]) for name, of in KILOGRAMS[SignalKind(kind)].items()
    }
    if kind == SignalKind.WASTE:
        told["percent_expired"] = _plain(100 * Decimal(numbers["share"]))
    if kind == SignalKind.SLOW_ANSWERS:
        told["commitments"] = _plain(Decimal(numbers["commitments"]))
        known = {name: numbers.get(of) for name, of in HOURS.items()}
        told |= {name: rounded_hours(each) for name, each in known.items() if each is not None}
    return {
        "kind": str(kind),
        "category": category,
        "window_days": numbers["window_days"],
        **told,
    }


def for_growers(
    inputs: Inputs, in_season: Sequence[str], season_begins: Sequence[str]
) -> dict[str, Any]:
    """The inputs of an explanation for growers: those for everybody, and slugs of foods."""
    return {**inputs, "in_season": list(in_season), "season_begins": list(season_begins)}


def rounded_kilograms(grams: int) -> str:
    """Kilograms to two significant digits: 41 870 g → "42"; 349 g → "0.35"."""
    return _plain(Decimal(max(0, grams)) / 1000)


def rounded_hours(minutes: int) -> str:
    """Hours to two significant digits: 90 minutes → "1.5"; 3 days → "72"."""
    return _plain(Decimal(max(0, minutes)) / MINUTES_AN_HOUR)


def hash_of(inputs: Inputs) -> str:
    """A name for exactly these inputs."""
    return hashlib.sha256(orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _plain(number: Decimal) -> str:
    return format(TWO_DIGITS.plus(number).normalize(), "f")

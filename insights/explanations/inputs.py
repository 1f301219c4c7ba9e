"""What an explanation may say: a few rounded numbers and the name of a category.

Rounding: kilograms and per cent to two significant digits. As long as these stay the same, so do
the words.
"""

import hashlib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import orjson

from insights.enums import SignalKind

Inputs = Mapping[str, Any]
TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)
TOLD = {
    SignalKind.SHORTAGE: ("requested", "offered", "committed"),
    SignalKind.SURPLUS: ("offered", "requested", "committed"),
    SignalKind.WASTE: ("expired", "offered"),
    SignalKind.MISMATCH: ("requested", "offered", "neighbour_offered", "neighbour_requested"),
    SignalKind.SLOW_ANSWERS: (),
}


def inputs_of(kind: str, category: str, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of an explanation.

    Args:
        kind: of the signal.
        category: its slug.
        numbers: of the signal, in grams.

    Returns:
        `kind`, `category`, `window_days` and `kg_…` as strings of decimals, `percent_expired` for
        waste.
    """
    told = {
        f"kg_{name}": rounded_kilograms(numbers[f"{name}_g"]) for name in TOLD[SignalKind(kind)]
    }
    if kind == SignalKind.WASTE:
        told["percent_expired"] = _plain(100 * Decimal(numbers["share"]))
    if kind == SignalKind.SLOW_ANSWERS:
        told |= {
            f"hours_{name}": _plain(Decimal(numbers[f"{name}_minutes"]) / 60)
            for name in ("median", "usual")
        }
    return {
        "kind": str(kind),
        "category": category,
        "window_days": numbers["window_days"],
        **told,
    }


def rounded_kilograms(grams: int) -> str:
    """Kilograms to two significant digits: 41 870 g → "42"; 349 g → "0.35"."""
    return _plain(Decimal(max(0, grams)) / 1000)


def hash_of(inputs: Inputs) -> str:
    """A name for exactly these inputs."""
    return hashlib.sha256(orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _plain(number: Decimal) -> str:
    return format(TWO_DIGITS.plus(number).normalize(), "f")

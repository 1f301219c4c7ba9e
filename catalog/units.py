"""Amounts of food: what a unit weighs, and how an amount is said to a person."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.enums import Unit
from core.errors import Invalid

__all__ = [
    "Unit",
    "grams",
    "kilograms_text",
    "quantity_text",
    "unit_label",
    "weight_text",
    "weights",
]

ALWAYS: Mapping[str, Decimal] = {Unit.KG: Decimal(1000), Unit.G: Decimal(1)}
# One avoirdupois pound and ounce in grams (International Yard and Pound agreement, 1959).
POUND = Decimal("453.59237")
OUNCE = Decimal("28.349523125")
IMPERIAL = "imperial"


class Measured(Protocol):
    """What knows the weight of its own units: a food, or a category for what is not named."""

    def unit_weights(self) -> Mapping[str, int]:
        """Grams of one unit, the usual unit first."""


def weights(measured: Measured | None) -> dict[str, Decimal]:
    """Grams of one of each accepted unit; kg and g always, ml wherever litres are."""
    own: dict[str, Decimal] = {}
    if measured is not None:
        own = {unit: Decimal(weight) for unit, weight in measured.unit_weights().items()}
    if Unit.L in own:
        own[Unit.ML] = own[Unit.L] / 1000
    return {**own, **ALWAYS}


def grams(food: Measured | None, category: Measured | None, quantity: Decimal, unit: str) -> int:
    """Whole grams of `quantity` units, half a gram rounded up.

    Args:
        food: the food; `None` when only a category is known, whose rough weights then count.
        category: its category.
        quantity: a decimal number of units, above zero.
        unit: a value of `Unit`.

    Raises:
        Invalid: the unit is not one this food is measured in.
    """
    accepted = weights(food if food is not None else category)
    if unit not in accepted:
        names = ", ".join(sorted(accepted))
        raise Invalid(
            unit=_("This food is not measured in “%(unit)s”. Use one of: %(names)s.")
            % {"unit": unit, "names": names}
        )
    return int((quantity * accepted[unit]).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def kilograms_text(weight: Decimal | int) -> str:
    """Grams as a plain decimal string of kilograms, without trailing zeros: 120 → `0.12`."""
    return format((Decimal(weight) / 1000).normalize(), "f")


# Looked up one at a time: a list of cards asks for a label on every one.
UNIT_LABELS = {
    Unit.PIECE: ngettext_lazy("piece", "pieces"),
    Unit.BUNCH: ngettext_lazy("bunch", "bunches"),
    Unit.DOZEN: ngettext_lazy("dozen", "dozen"),
    Unit.LOAF: ngettext_lazy("loaf", "loaves"),
    Unit.JAR: ngettext_lazy("jar", "jars"),
    Unit.TIN: ngettext_lazy("tin", "tins"),
    Unit.BAG: ngettext_lazy("bag", "bags"),
    Unit.BOX: ngettext_lazy("box", "boxes"),
    Unit.TRAY: ngettext_lazy("tray", "trays"),
    Unit.PORTION: ngettext_lazy("portion", "portions"),
    Unit.PACK: ngettext_lazy("pack", "packs"),
    Unit.BOTTLE: ngettext_lazy("bottle", "bottles"),
}


# A small l reads like a 1; the litre may be written with a capital (BIPM, 1979).
SYMBOLS = {Unit.L: "L"}


def unit_label(unit: str, count: int) -> str:
    """The unit's name after a number, singular or plural: `jar`, `jars`; symbols stay."""
    label = UNIT_LABELS.get(Unit(unit))
    return SYMBOLS.get(Unit(unit), unit) if label is None else str(label % count)


def quantity_text(quantity: Decimal, unit: str, system: str = "metric") -> str:
    """An amount as a person says it, in the active language: `3 kg`, `1 dozen`, `2 jars`.

    Args:
        quantity: how many of the unit.
        unit: a value of `Unit`.
        system: `imperial` shows kilograms as pounds and grams as ounces; litres stay litres, as
            gallons differ between the countries that use them.
    """
    if system == IMPERIAL and unit == Unit.KG:
        return _joined(_rounded(quantity * 1000 / POUND), "lb")
    if system == IMPERIAL and unit == Unit.G:
        return _joined(_rounded(quantity / OUNCE), "oz")
    return _joined(quantity, unit_label(unit, _grammatical_count(quantity)))


def weight_text(grams: Decimal | int, system: str = "metric") -> str:
    """Grams as a person says them: grams below a kilogram, kilograms from there on."""
    unit = Unit.KG if Decimal(grams) >= 1000 else Unit.G
    quantity = Decimal(grams) / 1000 if unit == Unit.KG else Decimal(grams)
    return quantity_text(quantity, unit, system)


def _joined(quantity: Decimal, label: str) -> str:
    number = number_format(format(quantity.normalize(), "f"), use_l10n=True)
    return f"{number} {label}"


def _rounded(quantity: Decimal) -> Decimal:
    """Two digits below ten, one above: nobody weighs surplus food closer."""
    step = Decimal("0.01") if quantity < 10 else Decimal("0.1")
    return quantity.quantize(step, rounding=ROUND_HALF_UP)


def _grammatical_count(quantity: Decimal) -> int:
    """The whole number that decides singular or plural: “1,5 bocal” in French, “1.5 jars” else."""
    if quantity == int(quantity) or (get_language() or "en").startswith("fr"):
        return int(quantity)
    return 2

"""How much is meant where a list does not say: a modest weight, in the food's usual unit."""

from decimal import ROUND_HALF_UP, Decimal

from catalog.enums import Unit
from catalog.models import Category, Food
from catalog.units import weights

WEIGHED = (Unit.KG, Unit.G)


def amount(measured: Food | Category, kilograms: Decimal) -> tuple[Decimal, str]:
    """About that weight in the usual unit: whole pieces, tins or litres, at least one.

    Args:
        measured: a food, or a category by its rough weights.
        kilograms: above zero.

    Returns:
        The quantity, and its unit. 10 kg of beans are 25 tins, of rice 10 kg.
    """
    unit = measured.default_unit
    one = weights(measured)[unit]
    if unit in WEIGHED:
        return (kilograms * 1000 / one).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP), unit
    count = (kilograms * 1000 / one).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return max(Decimal(1), count), unit

"""Figures as people say them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalog.enums import Unit
from catalog.units import quantity_text

TEN_KG = 10_000
MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 1440


def weight(grams: int, system: str = "metric") -> str:
    """`0.4 kg`, `12 kg`, or in pounds: one decimal below ten kilograms, none above."""
    step = Decimal(1) if abs(grams) >= TEN_KG else Decimal("0.1")
    kilograms = (Decimal(grams) / 1000).quantize(step, rounding=ROUND_HALF_UP)
    return quantity_text(kilograms + 0, Unit.KG, system)  # never `-0 kg`


def percent(share: Decimal | float) -> str:
    """0.842 → `84 %`."""
    return _("%(number)s %%") % {"number": number_format(round(100 * share), use_l10n=True)}


def duration(minutes: int) -> str:
    """`40 min`, `3 h`, `2 days`."""
    if minutes < MINUTES_AN_HOUR:
        return _("%(number)s min") % {"number": minutes}
    if minutes < 2 * MINUTES_A_DAY:
        return _("%(number)s h") % {"number": round(minutes / MINUTES_AN_HOUR)}
    return _("%(number)s days") % {"number": round(minutes / MINUTES_A_DAY)}

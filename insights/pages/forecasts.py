"""What is likely, said with how sure it is and how good it has been."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.models import Category
from core.moments import Told, moment
from insights.enums import Outlook
from insights.pages.amounts import percent, weight
from insights.reads.forecasts import ForecastShown

TONES = {Outlook.SCARCE: "warn", Outlook.PLENTIFUL: "open", Outlook.EVEN: "info"}


@dataclass(frozen=True)
class ForecastCard:
    """Ready strings; `facts` are label, value and the definition's anchor."""

    title: str
    picture: str
    badge: str
    badge_tone: str
    facts: list[tuple[str, str, str]]
    lapses: Told


def cards(
    found: Sequence[ForecastShown], categories: Sequence[Category], system: str
) -> list[ForecastCard]:
    """One for each forecast, in their order."""
    icons = {category.slug: category.icon for category in categories}
    return [
        ForecastCard(
            title=each.category_name,
            picture=icons.get(each.category, "basket"),
            badge=badges()[each.outlook],
            badge_tone=TONES[each.outlook],
            facts=facts(each, system),
            lapses=moment(each.expires_at),
        )
        for each in found
    ]


def badges() -> dict[Outlook, str]:
    return {
        Outlook.SCARCE: _("probably scarce"),
        Outlook.PLENTIFUL: _("probably plentiful"),
        Outlook.EVEN: _("probably about even"),
    }


def facts(forecast: ForecastShown, system: str) -> list[tuple[str, str, str]]:
    """What it says, and how far off such forecasts have been."""
    own, naive = forecast.usual_error, forecast.usual_error_of_last_week
    offered = (forecast.offered_g, forecast.offered_low_g, forecast.offered_high_g)
    asked = (forecast.requested_g, forecast.requested_low_g, forecast.requested_high_g)
    usually = _("%(own)s; “as last week” by %(naive)s") % {
        "own": percent(own),
        "naive": percent(naive),
    }
    rests = _("%(weeks)s weeks, until %(day)s") % {
        "weeks": forecast.weeks_seen,
        "day": date_format(forecast.as_of, "MONTH_DAY_FORMAT"),
    }
    return [
        (_("Offered"), likely(*offered, system), "forecast"),
        (_("Asked for"), likely(*asked, system), "forecast"),
        (_("Usually off by"), usually, "forecast"),
        (_("Rests on"), rests, "history"),
    ]


def likely(middle: int, low: int, high: int, system: str) -> str:
    """`40 kg (30 kg to 52 kg)`."""
    return _("%(middle)s (%(low)s to %(high)s)") % {
        "middle": weight(middle, system),
        "low": weight(low, system),
        "high": weight(high, system),
    }

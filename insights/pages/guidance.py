"""What one could share or grow, as cards with their reasons."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Food
from insights.enums import SignalKind
from insights.pages import forecasts
from insights.pages.areas import area_name
from insights.pages.facts import Fact, facts
from insights.pages.signal_cards import made_by
from insights.reads.forecasts import ForecastShown
from insights.reads.guidance import Suggestion


@dataclass(frozen=True)
class GuidanceCard:
    """Ready strings; `share` and `grow` are name and address of each food."""

    title: str
    picture: str
    badge: str
    badge_tone: str
    area: str
    text: str
    made: str
    why_url: str
    facts: list[Fact]
    share: list[tuple[str, str]]
    grow: list[tuple[str, str]]


def card(suggestion: Suggestion, system: str) -> GuidanceCard:
    category = suggestion.category
    common: dict[str, Any] = {
        "title": category.name,
        "picture": category.icon,
        "share": [_linked(food) for food in suggestion.share],
        "grow": [_linked(food) for food in suggestion.grow],
    }
    reason = suggestion.reason
    if isinstance(reason, ForecastShown):
        return _likely(reason, common, system)
    signal, words = reason.signal, reason.words
    kind = SignalKind(signal.kind)
    return GuidanceCard(
        **common,
        badge=_("scarce"),
        badge_tone="warn",
        area=area_name(signal.cell),
        text=words.text or plain(category.name),
        made=made_by(words),
        why_url=signal.get_absolute_url(),
        facts=facts(kind, signal.numbers, float(signal.confidence), system),
    )


def _likely(forecast: ForecastShown, common: dict[str, Any], system: str) -> GuidanceCard:
    return GuidanceCard(
        **common,
        badge=forecasts.badges()[forecast.outlook],
        badge_tone="info",
        area=area_name(forecast.cell),
        text=_(
            "%(category)s: in the next %(days)s days probably more is asked for than offered. "
            "This is a forecast and can be wrong."
        )
        % {"category": forecast.category_name, "days": forecast.days},
        made=_("A forecast from past weeks."),
        why_url=f"{reverse('insights:definitions')}#forecast",
        facts=forecasts.facts(forecast, system),
    )


def plain(category: str) -> str:
    """What is said where no other words may be shown."""
    return _("%(category)s: around you more is asked for than there is.") % {"category": category}


def _linked(food: Food) -> tuple[str, str]:
    return food.name, reverse("catalog:food_detail", args=[food.slug])

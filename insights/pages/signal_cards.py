"""Signals as people read them: a card in a list, and the page of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Category
from insights.enums import Severity, SignalKind, Source
from insights.pages.amounts import percent, weight
from insights.pages.areas import area_name
from insights.reads.signals import ExplainedSignal, Words

TONES = {
    SignalKind.SURPLUS: "done",
    SignalKind.SHORTAGE: "warn",
    SignalKind.WASTE: "wait",
}
ANCHORS = {
    SignalKind.SURPLUS: "surplus",
    SignalKind.SHORTAGE: "shortage",
    SignalKind.WASTE: "waste",
}


@dataclass(frozen=True)
class SignalCard:
    """Ready strings of one signal; `facts` are label, value and the definition's anchor."""

    url: str
    title: str
    picture: str
    badge: str
    badge_tone: str
    area: str
    text: str
    retracted: str
    made: str
    facts: list[tuple[str, str, str]]


def cards(
    found: Sequence[ExplainedSignal], categories: Sequence[Category], system: str
) -> list[SignalCard]:
    by_slug = {category.slug: category for category in categories}
    return [card(each, by_slug.get(each.signal.category), system) for each in found]


def card(explained: ExplainedSignal, category: Category | None, system: str) -> SignalCard:
    signal, words = explained.signal, explained.words
    kind = SignalKind(signal.kind)
    name = category.name if category else signal.category
    return SignalCard(
        url=signal.get_absolute_url(),
        title=_titles()[kind] % {"category": name},
        picture=category.icon if category else "basket",
        badge=str(Severity(signal.severity).label),
        badge_tone=TONES[kind],
        area=area_name(signal.cell),
        text=words.text,
        retracted=words.retracted,
        made=made_by(words),
        facts=facts(kind, signal.numbers, float(signal.confidence), system),
    )


def made_by(words: Words) -> str:
    """How the text came about, in one line."""
    if words.source == Source.BEDROCK:
        return _("Written by a language model (%(model)s) from these numbers, and checked.") % {
            "model": words.model
        }
    return _("Put together from fixed sentences and these numbers.")


def facts(
    kind: SignalKind, numbers: Mapping[str, Any], confidence: float, system: str
) -> list[tuple[str, str, str]]:
    """The numbers a signal rests on, each with the anchor of its definition."""

    def grams(key: str) -> str:
        return weight(numbers[key], system)

    told: dict[SignalKind, Callable[[], list[tuple[str, str, str]]]] = {
        SignalKind.SHORTAGE: lambda: [
            (_("Asked for"), grams("requested_g"), "asked"),
            (_("Offered"), grams("offered_g"), "offered"),
            (_("Promised"), grams("committed_g"), "promised"),
        ],
        SignalKind.SURPLUS: lambda: [
            (_("Offered"), grams("offered_g"), "offered"),
            (_("Asked for"), grams("requested_g"), "asked"),
            (_("Promised"), grams("committed_g"), "promised"),
        ],
        SignalKind.WASTE: lambda: [
            (_("Lost"), grams("expired_g"), "lost"),
            (_("Offered"), grams("offered_g"), "offered"),
        ],
    }
    return [
        *told[kind](),
        (_("Offers and requests"), f"{numbers['listings']} / {numbers['requests']}", "listings"),
        (_("Days"), str(numbers["window_days"]), "window"),
        (_("How sure"), percent(confidence), "confidence"),
    ]


def shares(numbers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The statistics behind a signal, for its own page."""
    return [
        (_("Share seen here"), percent(float(numbers["share"])), "confidence"),
        (_("Usual share around"), percent(float(numbers["usual_share"])), "confidence"),
        (_("Probable share"), percent(float(numbers["probable_share"])), "severity"),
        (_("Stands out above"), percent(float(numbers["threshold"])), "confidence"),
    ]


def _titles() -> Mapping[SignalKind, str]:
    return {
        SignalKind.SURPLUS: _("%(category)s: plentiful"),
        SignalKind.SHORTAGE: _("%(category)s: scarce"),
        SignalKind.WASTE: _("%(category)s: often not taken in time"),
    }

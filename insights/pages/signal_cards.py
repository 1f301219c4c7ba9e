"""Signals as people read them: a card in a list, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.models import Category
from insights.enums import Severity, SignalKind, Source
from insights.pages.areas import area_name
from insights.pages.facts import Fact, facts
from insights.reads.signals import ExplainedSignal, Words
from insights.reads.statements import statement

TONES = {
    SignalKind.SURPLUS: "open",
    SignalKind.SHORTAGE: "warn",
    SignalKind.WASTE: "wait",
    SignalKind.MISMATCH: "warn",
    SignalKind.SLOW_ANSWERS: "wait",
}
ANCHORS = {
    SignalKind.SURPLUS: "surplus",
    SignalKind.SHORTAGE: "shortage",
    SignalKind.WASTE: "waste",
    SignalKind.MISMATCH: "mismatch",
    SignalKind.SLOW_ANSWERS: "slow-answers",
}


@dataclass(frozen=True)
class SignalCard:
    """Ready strings of one signal; `neighbour` is the other side of a mismatch."""

    url: str
    kind: SignalKind
    category: str
    title: str
    picture: str
    badge: str
    badge_tone: str
    area: str
    neighbour: str
    text: str
    retracted: str
    made: str
    facts: list[Fact]


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
        kind=kind,
        category=name,
        title=statement(kind, name),
        picture=category.icon if category else "basket",
        badge=str(Severity(signal.severity).label),
        badge_tone=TONES[kind],
        area=area_name(signal.cell),
        neighbour=area_name(signal.neighbour) if signal.neighbour else "",
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

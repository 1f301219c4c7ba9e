"""Signals as people read them: a card in a list, and the page of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalog.models import Category
from insights.enums import Severity, SignalKind, Source
from insights.pages.amounts import duration, percent, weight
from insights.pages.areas import area_name
from insights.reads.signals import ExplainedSignal, Words

TONES = {
    SignalKind.SURPLUS: "done",
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
        SignalKind.MISMATCH: lambda: [
            (_("Asked for"), grams("requested_g"), "asked"),
            (_("Offered"), grams("offered_g"), "offered"),
            (_("Promised"), grams("committed_g"), "promised"),
            (_("Offered next door"), grams("neighbour_offered_g"), "offered"),
            (_("Asked for next door"), grams("neighbour_requested_g"), "asked"),
        ],
        SignalKind.SLOW_ANSWERS: lambda: [
            (_("Time to a promise"), duration(numbers["median_minutes"]), "median-wait"),
            (_("Usual time to a promise"), duration(numbers["usual_minutes"]), "median-wait"),
            (_("Promises"), str(numbers["commitments"]), "commitments"),
        ],
    }
    return [
        *told[kind](),
        (_("Offers and requests"), f"{numbers['listings']} / {numbers['requests']}", "listings"),
        (_("Days"), str(numbers["window_days"]), "window"),
        (_("How sure"), percent(confidence), "confidence"),
    ]


def shares(numbers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The statistics behind a signal, for its own page: what there is of them.

    Of shares in per cent; of waits as times as long as usual.
    """
    by_key: list[tuple[str, str, str]] = [
        ("share", _("Share seen here"), "confidence"),
        ("usual_share", _("Usual share"), "confidence"),
        ("probable_share", _("Probable share"), "severity"),
        ("neighbour_probable_share", _("Probable share next door"), "severity"),
        ("past_share", _("Share in the weeks before"), "unlike-past"),
        ("season_share", _("Share a year ago"), "confidence"),
    ]
    found = [
        (label, percent(float(numbers[key])), anchor)
        for key, label, anchor in by_key
        if key in numbers
    ]
    if "times" in numbers:
        found += [
            (_("Times as long as usual"), _times(numbers["times"]), "confidence"),
            (_("Probably times as long"), _times(numbers["probable_times"]), "severity"),
            (_("Stands out above"), _times(numbers["threshold"]), "confidence"),
        ]
    else:
        found.append((_("Stands out above"), percent(float(numbers["threshold"])), "confidence"))
    if "past_minutes" in numbers:
        found.append(
            (_("Time in the weeks before"), duration(numbers["past_minutes"]), "unlike-past")
        )
    if "unlike_past" in numbers:
        found.append(
            (_("Unlike the weeks before"), percent(float(numbers["unlike_past"])), "unlike-past")
        )
    return found


def _times(number: str) -> str:
    return number_format(round(float(number), 1), use_l10n=True)


def _titles() -> Mapping[SignalKind, str]:
    return {
        SignalKind.SURPLUS: _("%(category)s: plentiful"),
        SignalKind.SHORTAGE: _("%(category)s: scarce"),
        SignalKind.WASTE: _("%(category)s: often not taken in time"),
        SignalKind.MISMATCH: _("%(category)s: scarce here, plentiful next door"),
        SignalKind.SLOW_ANSWERS: _("%(category)s: answers take longer than usual"),
    }

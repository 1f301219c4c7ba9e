"""The numbers a signal rests on, as people read them: each with what defines it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from insights.enums import SignalKind
from insights.pages.amounts import duration, percent, weight

Fact = tuple[str, str, str]
"""Label, value, and the anchor of the definition."""


class Named(NamedTuple):
    """How a number of a signal is called, where it is defined, and how it is written."""

    label: str
    anchor: str
    written: Callable[[Any, str], str]


TOLD: Mapping[SignalKind, tuple[str, ...]] = {
    SignalKind.SHORTAGE: ("requested_g", "offered_g", "committed_g"),
    SignalKind.SURPLUS: ("offered_g", "requested_g", "committed_g"),
    SignalKind.WASTE: ("expired_g", "offered_g"),
    SignalKind.MISMATCH: (
        "requested_g",
        "offered_g",
        "committed_g",
        "neighbour_offered_g",
        "neighbour_requested_g",
        "neighbour_committed_g",
    ),
    SignalKind.SLOW_ANSWERS: ("median_minutes", "usual_minutes", "commitments"),
}
BEHIND = (
    "share",
    "usual_share",
    "probable_share",
    "neighbour_probable_share",
    "past_share",
    "season_share",
    "threshold",
    "times",
    "probable_times",
    "past_minutes",
    "unlike_past",
)
"""The statistics, for the page of one signal."""


def facts(
    kind: SignalKind, numbers: Mapping[str, Any], confidence: float, system: str
) -> list[Fact]:
    """What a signal of this kind rests on, what it is compared with first."""
    posts = f"{numbers['listings']} / {numbers['requests']}"
    return [
        *_chosen(TOLD[kind], _named(kind), numbers, system),
        (_("Offers and requests"), posts, "listings"),
        (_("Days"), str(numbers["window_days"]), "window"),
        (_("How sure"), percent(confidence), "confidence"),
    ]


def statistics(kind: SignalKind, numbers: Mapping[str, Any], system: str) -> list[Fact]:
    """What was made of these numbers."""
    return _chosen(BEHIND, _named(kind), numbers, system)


def _chosen(
    keys: tuple[str, ...], named: Mapping[str, Named], numbers: Mapping[str, Any], system: str
) -> list[Fact]:
    """Those of the numbers that there are."""
    known = [key for key in keys if numbers.get(key) is not None]
    return [
        (named[key].label, named[key].written(numbers[key], system), named[key].anchor)
        for key in known
    ]


def _named(kind: SignalKind) -> Mapping[str, Named]:
    ratio = _times if kind == SignalKind.SLOW_ANSWERS else _share
    return {
        "requested_g": Named(_("Asked for"), "asked", weight),
        "offered_g": Named(_("Offered"), "offered", weight),
        "committed_g": Named(_("Promised"), "promised", weight),
        "expired_g": Named(_("Lost"), "lost", weight),
        "neighbour_offered_g": Named(_("Offered next door"), "offered", weight),
        "neighbour_requested_g": Named(_("Asked for next door"), "asked", weight),
        "neighbour_committed_g": Named(_("Promised next door"), "promised", weight),
        "median_minutes": Named(_("To a promise, usually"), "median-wait", _duration),
        "usual_minutes": Named(_("Otherwise usual"), "median-wait", _duration),
        "commitments": Named(_("Promises"), "commitments", _count),
        "share": Named(_("Share seen here"), "confidence", _share),
        "usual_share": Named(_("Usual share around"), "confidence", _share),
        "probable_share": Named(_("Probable share"), "severity", _share),
        "neighbour_probable_share": Named(_("Probable share next door"), "severity", _share),
        "past_share": Named(_("Share in the weeks before"), "unlike-past", _share),
        "past_minutes": Named(_("Time in the weeks before"), "unlike-past", _duration),
        "unlike_past": Named(_("Unlike the weeks before"), "unlike-past", _share),
        "season_share": Named(_("Share at this time last year"), "confidence", _share),
        "threshold": Named(_("Stands out above"), "confidence", ratio),
        "times": Named(_("Times as long as usual"), "confidence", _times),
        "probable_times": Named(_("Probably times as long"), "severity", _times),
    }


def _share(value: Any, _system: str) -> str:
    return percent(float(value))


def _times(value: Any, _system: str) -> str:
    return _("%(number)s ×") % {"number": number_format(float(value), 1)}


def _duration(value: Any, _system: str) -> str:
    return duration(int(value))


def _count(value: Any, _system: str) -> str:
    return str(value)

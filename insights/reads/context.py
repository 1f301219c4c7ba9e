"""The line of context beside the feed: what is plentiful around here, and what is scarce."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.geo.cells import FINEST_PUBLIC
from insights import categories
from insights.enums import SignalKind
from insights.models import InsightSignal

MOST = 3


@dataclass(frozen=True)
class ContextLine:
    """One short statement, and where it is explained."""

    text: str
    url: str


def context_line(cell: str, language: str) -> list[ContextLine]:
    """What stands out around a cell, strongest first, each category once; at most three.

    Args:
        cell: a geohash of precision 4 to 6; the cells that contain it count too.
        language: a code of `settings.LANGUAGES`.
    """
    if not cell:
        return []
    signals = InsightSignal.objects.active().around(cell[:FINEST_PUBLIC]).strongest_first()
    chosen: dict[str, InsightSignal] = {}
    for signal in sorted(signals, key=lambda signal: -len(signal.cell)):  # the nearest counts
        chosen.setdefault(signal.category, signal)
    if not chosen:
        return []
    with translation.override(language):
        names = categories.names(chosen.keys())
        strongest = sorted(chosen.values(), key=lambda s: (-s.severity, -s.confidence, s.category))
        return [
            ContextLine(
                _statement(signal.kind, names.get(signal.category, signal.category)),
                reverse("insights:signal", args=[signal.pk]),
            )
            for signal in strongest[:MOST]
        ]


def _statement(kind: str, category: str) -> str:
    statements = {
        SignalKind.SURPLUS: _("%(category)s: plentiful"),
        SignalKind.SHORTAGE: _("%(category)s: scarce"),
        SignalKind.WASTE: _("%(category)s: often not taken in time"),
        SignalKind.MISMATCH: _("%(category)s: scarce here, plentiful next door"),
        SignalKind.SLOW_ANSWERS: _("%(category)s: answers take longer than usual"),
    }
    return statements[SignalKind(kind)] % {"category": category}

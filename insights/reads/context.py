"""The line of context beside the feed: what is plentiful around here, and what is scarce."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation

from core.geo.cells import FINEST_PUBLIC
from insights import categories
from insights.models import InsightSignal
from insights.reads.statements import statement

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
                statement(signal.kind, names.get(signal.category, signal.category)),
                reverse("insights:signal", args=[signal.pk]),
            )
            for signal in strongest[:MOST]
        ]

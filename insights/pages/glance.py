"""Abundance and scarcity in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from insights.enums import SignalKind
from insights.pages.signal_cards import SignalCard

SIDES = (SignalKind.SURPLUS, SignalKind.SHORTAGE)


@dataclass(frozen=True)
class Side:
    """Plentiful or scarce: what is, with the signal that says so."""

    title: str
    tone: str
    cards: list[SignalCard]


def glance(cards: Sequence[SignalCard]) -> list[Side]:
    """The two sides, without one that has nothing."""
    titles = {SignalKind.SURPLUS: _("Plentiful"), SignalKind.SHORTAGE: _("Scarce")}
    tones = {SignalKind.SURPLUS: "leaf", SignalKind.SHORTAGE: "tomato"}
    sides = [
        Side(titles[kind], tones[kind], [card for card in cards if card.kind == kind])
        for kind in SIDES
    ]
    return [side for side in sides if side.cards]

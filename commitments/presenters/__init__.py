"""Commitments as pages show them: ready strings, from one side."""

from commitments.presenters.cards import card, cards, deal, title, travel_text, waits_for
from commitments.presenters.detail import detail, location_text
from commitments.presenters.entries import calendar_of
from commitments.presenters.story import steps

__all__ = [
    "calendar_of",
    "card",
    "cards",
    "deal",
    "detail",
    "location_text",
    "steps",
    "title",
    "travel_text",
    "waits_for",
]

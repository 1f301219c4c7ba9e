"""The picture that a shared link shows elsewhere: drawn of public facts, never of a person.

`docs/decisions/share-cards.md` says what is on it, and what it costs.
"""

from core.sharing.answering import answer
from core.sharing.drawing import Card, draw
from core.sharing.links import Shared, with_site_card

__all__ = ["Card", "Shared", "answer", "draw", "with_site_card"]

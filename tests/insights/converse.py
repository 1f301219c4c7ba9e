"""The demo's stand-in for Bedrock, as the insights' tests use it."""

from foodcoord.stand_in.sentences import good_answer
from foodcoord.stand_in.server import StandIn, stand_in

ASKED = {
    "kind": "shortage",
    "window_days": 14,
    "kg_requested": "30",
    "kg_offered": "0",
    "kg_committed": "0",
}
CATEGORY = {"English": "Vegetables", "Spanish": "Verduras y hortalizas", "French": "Légumes"}
GOOD = {
    language: good_answer({**ASKED, "category": name, "language": language})
    for language, name in CATEGORY.items()
}
"""Language → what it says of the shortage that the fixture `signal` states."""

__all__ = ["GOOD", "StandIn", "stand_in"]

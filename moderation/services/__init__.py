"""The verbs of moderation: keyword-only, one transaction each."""

from moderation.services.contact import write_to_us
from moderation.services.deciding import decide, end_decision
from moderation.services.objecting import answer_objection, object_to
from moderation.services.reporting import report

__all__ = [
    "answer_objection",
    "decide",
    "end_decision",
    "object_to",
    "report",
    "write_to_us",
]

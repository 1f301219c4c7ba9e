"""The verbs of what comes round every week. Each is one transaction that ends with its event."""

from standing.services.changing import edit, end, pause, resume
from standing.services.occasions import keep, post, post_due, skip
from standing.services.starting import StandingDraft, start

__all__ = [
    "StandingDraft",
    "edit",
    "end",
    "keep",
    "pause",
    "post",
    "post_due",
    "resume",
    "skip",
    "start",
]

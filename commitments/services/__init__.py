"""The verbs of a commitment. Each is one transaction: lock, check, write, record the event."""

from commitments.services.answering import accept, cancel, cancel_as_moderator, decline, expire
from commitments.services.drafts import ProposalDraft
from commitments.services.handing_over import dispute, hand_over, lapse, miss
from commitments.services.proposing import propose

__all__ = [
    "ProposalDraft",
    "accept",
    "cancel",
    "cancel_as_moderator",
    "decline",
    "dispute",
    "expire",
    "hand_over",
    "lapse",
    "miss",
    "propose",
]

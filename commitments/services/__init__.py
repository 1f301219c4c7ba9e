"""The verbs of a commitment. Each is one transaction: lock, check, write, record the event."""

from commitments.services.answering import accept, cancel, cancel_as_moderator, decline, expire
from commitments.services.calendars import renew_calendar, revoke_calendar
from commitments.services.drafts import ProposalDraft
from commitments.services.handing_over import confirm, dispute, hand_over, lapse, miss
from commitments.services.negotiating import Offer, choose_window, offer_windows, windows_of
from commitments.services.proposing import propose
from commitments.services.proving import Proof, check_code
from commitments.services.thanking import thank
from commitments.services.undoing import undo

__all__ = [
    "Offer",
    "Proof",
    "ProposalDraft",
    "accept",
    "cancel",
    "cancel_as_moderator",
    "check_code",
    "choose_window",
    "confirm",
    "decline",
    "dispute",
    "expire",
    "hand_over",
    "lapse",
    "miss",
    "offer_windows",
    "propose",
    "renew_calendar",
    "revoke_calendar",
    "thank",
    "undo",
    "windows_of",
]

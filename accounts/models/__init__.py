from accounts.models.neighbours import Block, Community
from accounts.models.organization import Membership, Organization
from accounts.models.person import AccountRights, User
from accounts.models.records import Consent, Erasure, SecurityEvent

__all__ = [
    "AccountRights",
    "Block",
    "Community",
    "Consent",
    "Erasure",
    "Membership",
    "Organization",
    "SecurityEvent",
    "User",
]

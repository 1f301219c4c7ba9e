from accounts.models.client import ApiClient, ClientRights
from accounts.models.invitation import Invitation
from accounts.models.neighbours import Block, Community
from accounts.models.organization import Membership, Organization
from accounts.models.person import AccountRights, User
from accounts.models.records import Consent, Erasure, SecurityEvent
from accounts.tallies import Tally

__all__ = [
    "AccountRights",
    "ApiClient",
    "Block",
    "ClientRights",
    "Community",
    "Consent",
    "Erasure",
    "Invitation",
    "Membership",
    "Organization",
    "SecurityEvent",
    "Tally",
    "User",
]

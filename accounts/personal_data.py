"""What this floor, and the sign-in it is built on, keeps about people."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry

from accounts.models import (
    AccountRights,
    ApiClient,
    Block,
    Consent,
    Invitation,
    Membership,
    SecurityEvent,
    Tally,
    User,
)
from core import privacy

USER_FIELDS = (
    "email",
    "password",
    "last_login",
    "pseudonym",
    "display_name",
    "nickname",
    "pronouns",
    "bio",
    "tags",
    "birth_date",
    "language",
    "units",
    "timezone",
    "contact_preference",
    "diets",
    "avoided_allergens",
    "home",
    "home_geohash",
    "home_precision",
    "share_radius_km",
    "generated_text",
    "guidance",
    "suspended_at",
    "suspended_until",
    "speaks_for",
    "created_at",
    "updated_at",
)
RIGHTS_FIELDS = (
    "pgh_created_at",
    "is_staff",
    "is_superuser",
    "is_active",
    "suspended_at",
    "suspended_until",
)


def register() -> None:
    # The row of a person itself becomes a tombstone: services.erasing.
    privacy.register(User, owner="", fields=USER_FIELDS, erase="keep", withheld={"password"})
    privacy.register(Membership, owner="user", fields=("organization", "role", "created_at"))
    privacy.register(Block, owner="blocker", fields=("blocked", "created_at"))
    privacy.register(
        Consent,
        owner="user",
        fields=("purpose", "version", "language", "sha256", "given_at", "revoked_at"),
    )
    privacy.register(SecurityEvent, owner="user", fields=("kind", "at", "network", "device"))
    privacy.register(AccountRights, owner="pgh_obj", fields=RIGHTS_FIELDS, erase="keep")
    privacy.register(Tally, owner="user", fields=("what", "since", "used", "met"))
    privacy.register(
        Invitation, owner="invited_by", fields=("organization", "role", "email", "created_at")
    )
    # Programs are their organization's, and stay when the person who registered them leaves.
    privacy.register(
        ApiClient, owner="created_by", fields=("organization", "name", "created_at"), erase="keep"
    )
    privacy.register(ApiClient, owner="decided_by", fields=(), erase="keep")
    privacy.register(EmailAddress, owner="user", fields=("email", "verified", "primary"))
    privacy.register(Authenticator, owner="user", fields=("type", "created_at", "last_used_at"))
    privacy.register(
        SocialAccount,
        owner="user",
        fields=("provider", "uid", "last_login", "date_joined", "extra_data"),
    )
    privacy.register(
        UserSession,
        owner="user",
        fields=("ip", "user_agent", "created_at", "last_seen_at"),
    )
    privacy.register(LogEntry, owner="user", fields=("action_time", "object_repr"), erase="keep")

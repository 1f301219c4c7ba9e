"""What this floor, and the sign-in it is built on, keeps about people."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry

from accounts.models import Block, Membership, User
from core import privacy

USER_FIELDS = (
    "email",
    "password",
    "last_login",
    "pseudonym",
    "display_name",
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
    "created_at",
    "updated_at",
)


def register() -> None:
    privacy.register(User, owner="", fields=USER_FIELDS)
    privacy.register(Membership, owner="user", fields=("organization", "role", "created_at"))
    privacy.register(Block, owner="blocker", fields=("blocked", "created_at"))
    privacy.register(EmailAddress, owner="user", fields=("email", "verified", "primary"))
    privacy.register(Authenticator, owner="user", fields=("type", "created_at", "last_used_at"))
    privacy.register(
        UserSession,
        owner="user",
        fields=("ip", "user_agent", "created_at", "last_seen_at"),
    )
    privacy.register(LogEntry, owner="user", fields=("action_time", "object_repr"))

"""What this floor keeps about people."""

from core import privacy
from notifications.models import Digest, Notification, Preferences, PushDevice


def register() -> None:
    privacy.register(
        Notification,
        owner="recipient",
        fields=["kind", "side", "about_type", "about_id", "facts", "created_at", "read_at"],
    )
    privacy.register(Digest, owner="recipient", fields=["period", "rhythm", "created_at"])
    privacy.register(
        Preferences,
        owner="user",
        fields=[
            "choices",
            "quiet_from",
            "quiet_until",
            "digest",
            "digest_hour",
            "digest_weekday",
            "updated_at",
        ],
    )
    privacy.register(
        PushDevice, owner="user", fields=["name", "endpoint", "created_at", "last_sent_at"]
    )

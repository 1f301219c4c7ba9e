"""Wrong settings are refused at start."""

from typing import Any

from django.conf import settings
from django.core import checks


def register() -> None:
    checks.register(webhooks_stay_outside)
    checks.register(webhooks_end_within_their_lease)


def webhooks_stay_outside(**kwargs: Any) -> list[checks.CheckMessage]:
    if not (settings.WEBHOOK_PRIVATE_ADDRESSES and settings.HTTPS):
        return []
    message = "WEBHOOK_PRIVATE_ADDRESSES lets strangers have this machine called."
    return [checks.Error(message, hint="It is for trying things out.", id="partners.E001")]


def webhooks_end_within_their_lease(**kwargs: Any) -> list[checks.CheckMessage]:
    """Else a receiver would be called by two senders at once."""
    if 2 * settings.WEBHOOK_TOTAL_SECONDS <= settings.WEBHOOK_LEASE_SECONDS:
        return []
    message = f"WEBHOOK_TOTAL_SECONDS is more than {settings.WEBHOOK_LEASE_SECONDS / 2:g}."
    return [checks.Error(message, id="partners.E002")]

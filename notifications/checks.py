"""Wrong settings are refused at start."""

from typing import Any

from django.conf import settings
from django.core import checks

from notifications.sending import vapid


def register() -> None:
    checks.register(vapid_key_can_be_read)


def vapid_key_can_be_read(**kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.VAPID_PRIVATE_KEY:
        return []
    try:
        vapid.application_server_key()
    except ValueError:
        hint = "Make one with `manage.py make_vapid_keys`."
        message = "VAPID_PRIVATE_KEY is no PEM key of the curve P-256."
        return [checks.Error(message, hint=hint, id="notifications.E001")]
    return []

"""The verbs of webhooks. Each is one transaction."""

from partners.webhooks.services.changing import (
    change,
    checked_changes,
    disable,
    enable,
    forget,
    rotate,
    write_changes,
)
from partners.webhooks.services.forgetting import forget_old
from partners.webhooks.services.sending_again import ping, redeliver
from partners.webhooks.services.subscribing import WebhookDraft, check, subscribe

__all__ = [
    "WebhookDraft",
    "change",
    "check",
    "checked_changes",
    "disable",
    "enable",
    "forget",
    "forget_old",
    "ping",
    "redeliver",
    "rotate",
    "subscribe",
    "write_changes",
]

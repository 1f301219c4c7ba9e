"""Standard Webhooks 1.0: how a receiver knows that a call is ours, and which one it is.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cryptography.fernet import InvalidToken

from accounts.secrets import decrypt, encrypt
from partners.models import Webhook

PREFIX = "whsec_"
SECRET_BYTES = 32
PURPOSE = "webhooks"


def new_secret() -> str:
    """As the receiver is given it: `whsec_` and base64 of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def sealed(secret: str) -> str:
    """As it is stored."""
    return encrypt(secret, purpose=PURPOSE)


def can_be_read(stored: str) -> bool:
    """Whether the site still has the key under which a secret was stored."""
    try:
        decrypt(stored, purpose=PURPOSE)
    except InvalidToken:
        return False
    return True


def secrets_of(webhook: Webhook, now: datetime) -> list[str]:
    """Those that sign now: today's, and the one before while it still does.

    Raises:
        cryptography.fernet.InvalidToken: the site's key has changed, and no older one is known.
    """
    stored = [webhook.secret]
    if webhook.old_secret and webhook.old_secret_until and now < webhook.old_secret_until:
        stored.append(webhook.old_secret)
    return [decrypt(each, purpose=PURPOSE) for each in stored]


def signed(message_id: UUID, at: datetime, body: bytes, signers: Sequence[str]) -> dict[str, str]:
    """The three headers.

    Args:
        message_id: the same each time it is sent.
        at: of this attempt.
        body: the very bytes that are sent.
        signers: secrets, each with its `whsec_`.
    """
    timestamp = str(int(at.timestamp()))
    content = b".".join((str(message_id).encode(), timestamp.encode(), body))
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(content, each) for each in signers),
    }


def _signature(content: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, content, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")

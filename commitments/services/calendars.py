"""The secret address of a person's calendar."""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from accounts.models import User
from commitments.models import CalendarFeed
from core import clock

SALT = b"commitments.calendars"


@transaction.atomic
def renew_calendar(*, by: User) -> str:
    """Give the person's calendar a new address; an old one leads nowhere from now on.

    Returns:
        The token that the address holds.
    """
    nonce = secrets.token_hex(16)
    token = _token(nonce)
    values = {"nonce": nonce, "token_hash": hash_of(token), "created_at": clock.now()}
    CalendarFeed.objects.update_or_create(user=by, defaults=values)
    return token


@transaction.atomic
def revoke_calendar(*, by: User) -> None:
    """Let the person's calendar have no address. Harmless twice."""
    CalendarFeed.objects.filter(user=by).delete()


def token_for(user: User) -> str | None:
    """The token of the person's calendar; None when there is none, or the site's key has been
    replaced since, after which it has to be renewed."""
    feed = CalendarFeed.objects.filter(user=user).first()
    if feed is None:
        return None
    token = _token(feed.nonce)
    return token if hash_of(token) == feed.token_hash else None


def owner_of(token: str) -> User | None:
    """Whose calendar a token opens."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=hash_of(token)).first()
    return feed.user if feed and feed.user.is_active else None


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _token(nonce: str) -> str:
    """160 bits in hex that only this site can make from the nonce."""
    key = sha256(SALT + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, nonce.encode(), "sha256").hex()[:40]

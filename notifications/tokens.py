"""What unsubscribe links carry: whose mail it was, and of which kind. They do not expire."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from notifications.kinds import KINDS
from notifications.services.preferences import DIGEST

SALT = "notifications.unsubscribe"


def unsubscribe_url(user: User, what: str) -> str:
    """The one-click address of a kind's mails, or of `DIGEST`."""
    token = signing.Signer(salt=SALT).sign(f"{user.pseudonym}:{what}")
    path = reverse("notifications:unsubscribe", args=[token])
    return f"{settings.SITE_URL}{path}"


def read_token(token: str) -> tuple[User, str] | None:
    """Whose mail, and what; None for what we never signed, or an account that is gone."""
    try:
        pseudonym, _, what = signing.Signer(salt=SALT).unsign(token).partition(":")
    except signing.BadSignature:
        return None
    if what != DIGEST and what not in KINDS:
        return None
    user = User.objects.active().filter(pseudonym=UUID(pseudonym)).first()
    return (user, what) if user else None

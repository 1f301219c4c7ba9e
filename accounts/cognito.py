"""Tokens of an Amazon Cognito user pool, where one is configured: people who sign in there.

A token opens an account that knows its `sub`, and never makes one. An identity token whose
address Cognito has verified is tied once to the account whose owner has verified the same address
here; from then on its access tokens do as well.
"""

from __future__ import annotations

import threading
import time
from functools import cache
from typing import Any

import jwt
import structlog
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from accounts.enums import SecurityEventKind
from accounts.models import User
from accounts.pool_sign_ins import is_good_enough
from accounts.receivers import note

PROVIDER = "cognito"
LEEWAY_SECONDS = 10
FRESH_SECONDS = 3600
"""Keys are fetched anew after an hour, so that one that was withdrawn is not good for ever."""
ANEW_SECONDS = 30
"""Between two fetches at least, whatever asks for them: anybody can send a token of a `kid` that
does not exist, and a pool that cannot be reached must not hold up every call."""
TIMEOUT_SECONDS = 3

log = structlog.get_logger(__name__)


def is_configured() -> bool:
    return bool(settings.COGNITO_ISSUER)


class KeySet:
    """The public keys of a pool.

    Args:
        url: of its JWKS document.
    """

    def __init__(self, url: str) -> None:
        self._source = jwt.PyJWKClient(url, cache_jwk_set=False, timeout=TIMEOUT_SECONDS)
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = self._asked_at = float("-inf")
        self._lock = threading.Lock()

    def find(self, kid: str) -> jwt.PyJWK | None:
        """The key of this name; one that is not known, or not fresh, is asked for, if there was
        no asking just now. A pool that does not answer leaves the keys that are known."""
        now = time.monotonic()
        if kid not in self._keys or now - self._fetched_at > FRESH_SECONDS:
            with self._lock:
                if now - self._asked_at >= ANEW_SECONDS:
                    self._asked_at = now
                    self._fetch()
        return self._keys.get(kid)

    def _fetch(self) -> None:
        try:
            found = self._source.get_signing_keys()
        except jwt.PyJWTError as error:
            log.warning("cognito_keys_unreachable", error=type(error).__name__)
            return
        self._keys = {key.key_id: key for key in found if key.key_id and key.key_type == "RSA"}
        self._fetched_at = time.monotonic()


@cache
def key_set(url: str) -> KeySet:
    """One a process and address."""
    return KeySet(url)


def verified_claims(token: str) -> dict[str, Any] | None:
    """What a token says, if the pool has signed it for one of our clients and it is in time."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = key_set(settings.COGNITO_JWKS_URL).find(kid) if isinstance(kid, str) else None
        if key is None:
            return None
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            issuer=settings.COGNITO_ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "sub"], "verify_aud": False},
        )
    except jwt.PyJWTError:
        return None
    return claims if _is_for_us(claims) else None


def person_of(token: str) -> User | None:
    """Whose token it is; None where it is not good, not good enough for them, or nobody's here."""
    claims = verified_claims(token)
    if claims is None:
        return None
    known = SocialAccount.objects.filter(provider=PROVIDER, uid=claims["sub"])
    account = known.select_related("user__home").first()
    person = account.user if account else _person_of_address(claims)
    if person is None or not person.is_active or person.is_program:
        return None
    if not is_good_enough(person, claims):
        return None
    return person if account else _tied(person, claims)


def _is_for_us(claims: dict[str, Any]) -> bool:
    """Access tokens name the client in `client_id` and have no `aud`; identity tokens the other
    way round (Amazon Cognito developer guide, "Verifying JSON web tokens")."""
    named = {"access": claims.get("client_id"), "id": claims.get("aud")}
    client = named.get(str(claims.get("token_use")))
    return isinstance(client, str) and client in settings.COGNITO_CLIENT_IDS


def _person_of_address(claims: dict[str, Any]) -> User | None:
    """Who has verified here the address that the pool has verified, and is tied to no `sub`."""
    is_identity = str(claims["token_use"]) == "id"
    verified = claims.get("email_verified")
    if not is_identity or not (verified is True or verified == "true"):
        return None
    address = User.objects.normalize_email(str(claims.get("email") or ""))
    verified = EmailAddress.objects.filter(email=address, verified=True, user__is_active=True)
    found = verified.select_related("user__home").first() if address else None
    if found is None or SocialAccount.objects.filter(user=found.user, provider=PROVIDER).exists():
        return None
    person: User = found.user
    return person


@transaction.atomic
def _tied(person: User, claims: dict[str, Any]) -> User | None:
    """The person, tied to the `sub` from now on; None where somebody else just was."""
    tied, is_new = SocialAccount.objects.get_or_create(
        provider=PROVIDER, uid=claims["sub"], defaults={"user": person}
    )
    if is_new:
        note(person, SecurityEventKind.ACCOUNT_CONNECTED, None)
    return person if tied.user_id == person.pk else None

"""What is wrong with the settings of sign-in, said at start."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core import checks

SMALLEST_KEY = 2048


def register() -> None:
    checks.register(signing_key_is_usable, checks.Tags.security)
    checks.register(cognito_names_its_clients, checks.Tags.security)
    checks.register(signing_key_is_set, checks.Tags.security, deploy=True)


def signing_key_is_usable(**kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse a key, or a key before, that is not RSA of 2048 bits and more."""
    given = (settings.HEADLESS_JWT_PRIVATE_KEY, settings.JWT_PREVIOUS_KEY)
    return [problem for pem in given if pem for problem in _problems_of(pem)]


def cognito_names_its_clients(**kwargs: Any) -> list[checks.CheckMessage]:
    """A pool without clients would let in nobody, or whoever has a token for something else."""
    if not settings.COGNITO_ISSUER or settings.COGNITO_CLIENT_IDS:
        return []
    message = "COGNITO_ISSUER is set, but COGNITO_CLIENT_IDS names no client of the pool."
    return [checks.Error(message, id="accounts.E003")]


def _problems_of(pem: str) -> list[checks.CheckMessage]:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        return [checks.Error("JWT_PRIVATE_KEY is not a PEM private key.", id="accounts.E001")]
    if not isinstance(key, RSAPrivateKey) or key.key_size < SMALLEST_KEY:
        hint = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
        message = "JWT_PRIVATE_KEY is not an RSA key of 2048 bits or more."
        return [checks.Error(message, hint=hint, id="accounts.E002")]
    return []


def signing_key_is_set(**kwargs: Any) -> list[checks.CheckMessage]:
    if settings.HEADLESS_JWT_PRIVATE_KEY:
        return []
    hint = "Set JWT_PRIVATE_KEY or JWT_PRIVATE_KEY_FILE; see docs/sign-in.md."
    message = "Without a signing key nobody can sign in to the API."
    return [checks.Warning(message, hint=hint, id="accounts.W001")]

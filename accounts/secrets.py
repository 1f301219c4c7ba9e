"""Secrets that must be read again, encrypted with keys that follow from `SECRET_KEY`.

Each use has a key of its own, so that what is stored for one means nothing to another.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "f1:"
SECOND_FACTORS = "second-factors"


def encrypt(text: str, *, purpose: str = SECOND_FACTORS) -> str:
    """With the key of today.

    Args:
        text: the secret.
        purpose: what it is for; it is read again under the same one only.
    """
    return MARK + _cipher(_keys(), purpose).encrypt(text.encode()).decode("ascii")


def decrypt(stored: str, *, purpose: str = SECOND_FACTORS) -> str:
    """With the key of today or an older one of `SECRET_KEY_FALLBACKS`; what was stored before
    there was encryption is as it is.

    Raises:
        cryptography.fernet.InvalidToken: none of the keys fits.
    """
    if not stored.startswith(MARK):
        return stored
    sealed = stored.removeprefix(MARK).encode("ascii")
    return _cipher(_keys(), purpose).decrypt(sealed).decode()


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _cipher(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    info = f"foodcoord.{purpose}.1".encode("ascii")
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info)
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))

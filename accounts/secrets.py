"""Secrets that must be read again, encrypted with keys that follow from `SECRET_KEY`."""

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "f1:"
PURPOSE = b"foodcoord.second-factors.1"


def encrypt(text: str) -> str:
    """With the key of today."""
    return MARK + _cipher(_keys()).encrypt(text.encode()).decode("ascii")


def decrypt(stored: str) -> str:
    """With the key of today or an older one of `SECRET_KEY_FALLBACKS`; what was stored before
    there was encryption is as it is.

    Raises:
        cryptography.fernet.InvalidToken: none of the keys fits.
    """
    if not stored.startswith(MARK):
        return stored
    return _cipher(_keys()).decrypt(stored.removeprefix(MARK).encode("ascii")).decode()


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))

"""The hand-over code: shown by who receives, entered or scanned by who gives.

It is made from the commitment's id and the site's key, so nothing of it is stored.
"""

import hmac
from hashlib import sha256

from django.conf import settings

from commitments.models import Commitment

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0 and O, 1, I and L, and U, which looks like V by hand."""
LENGTH = 6
SALT = b"commitments.codes"


def code_of(commitment: Commitment) -> str:
    """Six characters, the same for as long as the site's key is."""
    return _derived(commitment, settings.SECRET_KEY)


def matches(commitment: Commitment, typed: str) -> bool:
    """Whether that is its code, however it was typed; keys replaced lately still count."""
    said = plain(typed)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    found = [hmac.compare_digest(_derived(commitment, key), said) for key in keys]
    return any(found)


def plain(typed: str) -> str:
    """As the alphabet writes it: no spaces or hyphens, in capitals."""
    kept = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return kept[: LENGTH + 1]


def _derived(commitment: Commitment, key: str) -> str:
    key_of_codes = sha256(SALT + key.encode()).digest()
    number = int.from_bytes(hmac.digest(key_of_codes, commitment.pk.bytes, "sha256"))
    signs = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)

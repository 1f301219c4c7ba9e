"""The key that push services know this site by (P-256). Nothing is derived from another secret."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from accounts.keys import as_pem, keep


def generate_vapid_key() -> str:
    """A fresh key, PEM."""
    return as_pem(ec.generate_private_key(ec.SECP256R1()))


def keep_vapid_key(path: Path) -> Path:
    """Keep a fresh key in a file, unless there is one.

    Returns:
        The path, for `VAPID_PRIVATE_KEY_FILE`.
    """
    return keep(path, generate_vapid_key)

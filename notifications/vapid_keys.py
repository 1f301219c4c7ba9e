"""The key that push services know this site by (P-256). Nothing is derived from another secret."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


def generate_vapid_key() -> str:
    """A fresh key, PEM (PKCS #8, not encrypted)."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")


def keep_vapid_key(path: Path) -> Path:
    """Make a key file that only its owner reads, unless there is one; harmless in a race.

    Returns:
        The path, for `VAPID_PRIVATE_KEY_FILE`.
    """
    if path.exists():
        return path
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(generate_vapid_key())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key holds
    finally:
        draft.unlink()
    return path

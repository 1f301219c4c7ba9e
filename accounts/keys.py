"""The RSA key that signs API tokens. Nothing is derived from another secret."""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

KEY_BITS = 2048


def private_key(pem: str, path: str) -> str:
    """The key as given, else as kept in a file, else none: then nobody gets a token.

    Args:
        pem: the key itself; wins over the file.
        path: of a PEM file, as `keep_private_key` writes it.

    Raises:
        OSError: the file cannot be read.
    """
    if pem or not path:
        return pem
    return Path(path).read_text(encoding="ascii")


def generate_private_key() -> str:
    """A fresh key, PEM."""
    return as_pem(rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS))


def keep_private_key(path: Path) -> Path:
    """Keep a fresh key in a file, unless there is one.

    Returns:
        The path, for `JWT_PRIVATE_KEY_FILE`.
    """
    return keep(path, generate_private_key)


def as_pem(key: PrivateKeyTypes) -> str:
    """A key as PEM (PKCS #8, not encrypted)."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")


def keep(path: Path, generate: Callable[[], str]) -> Path:
    """Make a key file that only its owner reads, unless there is one; harmless in a race.

    Args:
        path: of the file.
        generate: makes the key, PEM.
    """
    if path.exists():
        return path
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(generate())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key holds
    finally:
        draft.unlink()
    return path

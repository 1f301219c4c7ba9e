"""Who calls the push services: our own key (RFC 8292); without one nothing is pushed."""

import base64
import time
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

HOURS = 12 * 3600
Encoding, Public = serialization.Encoding, serialization.PublicFormat


def is_set_up() -> bool:
    """Whether this site has a key to push with."""
    return bool(settings.VAPID_PRIVATE_KEY)


def application_server_key() -> str:
    """The public key as browsers want it, base64url; empty without a private one."""
    if not is_set_up():
        return ""
    point = _key(settings.VAPID_PRIVATE_KEY).public_key()
    raw = point.public_bytes(Encoding.X962, Public.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def public_pem() -> bytes:
    """The public key, PEM."""
    key = _key(settings.VAPID_PRIVATE_KEY).public_key()
    return key.public_bytes(Encoding.PEM, Public.SubjectPublicKeyInfo)


def private_pem() -> bytes:
    """The private key, PEM."""
    return str(settings.VAPID_PRIVATE_KEY).encode("ascii")


def authorization(endpoint: str) -> str:
    """The header that says who calls, good for twelve hours at the origin of `endpoint`."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + HOURS,
        "sub": f"mailto:{sender()}",
    }
    token = jwt.encode(claims, key=settings.VAPID_PRIVATE_KEY, algorithm="ES256")
    return f"vapid t={token}, k={application_server_key()}"


def sender() -> str:
    """Whom a push service may write to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@lru_cache(maxsize=4)
def _key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("VAPID_PRIVATE_KEY is no key of an elliptic curve")
    return key

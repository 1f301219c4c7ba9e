"""A push service on this machine, and a browser that reads what it is sent (RFC 8291, 8188, 8292).

Nothing of ours decrypts here: the browser holds the private key, and derives everything itself.
"""

import base64
import json
import os
import struct
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accounts.models import User
from notifications import services
from notifications.models import PushDevice


@dataclass(frozen=True)
class Call:
    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """Listens from `with` on; answers `status` (201) to every call, and keeps it."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status = 201
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.calls.append(Call(self.path, headers, body))
                self.send_response(service.status)
                self.send_header("Location", f"{service.origin}/messages/{len(service.calls)}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class Browser:
    """A subscription, with the keys that only the browser has."""

    def __init__(self, service: PushService) -> None:
        self.id = uuid4()
        self.endpoint = f"{service.origin}/push/{uuid4().hex}"
        self._service = service
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)

    @property
    def p256dh(self) -> str:
        return encoded(_raw(self._key.public_key()))

    @property
    def auth(self) -> str:
        return encoded(self._auth)

    def register(self, person: User) -> PushDevice:
        device, _ = services.register_device(
            user=person,
            device_id=self.id,
            endpoint=self.endpoint,
            p256dh=self.p256dh,
            auth=self.auth,
            name="Firefox · Linux",
        )
        return device

    def calls(self) -> list[Call]:
        path = self.endpoint.removeprefix(self._service.origin)
        return [call for call in self._service.calls if call.path == path]

    def read(self, call: Call) -> dict[str, Any]:
        """The message, decrypted by RFC 8291."""
        salt, body = call.body[:16], call.body[16:]
        _, length = struct.unpack("!LB", body[:5])
        sender, sealed = body[5 : 5 + length], body[5 + length :]
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self._key.exchange(ec.ECDH(), public)
        info = b"WebPush: info\x00" + _raw(self._key.public_key()) + sender
        secret = _derived(shared, self._auth, info, 32)
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        message, end = plain[:-1], plain[-1:]
        assert end == b"\x02"
        told: dict[str, Any] = json.loads(message)
        return told


def claims_of(call: Call, audience: str) -> tuple[dict[str, Any], str]:
    """The VAPID claims, once their signature was checked, and the key that made it."""
    scheme, _, rest = call.headers["authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    claims: dict[str, Any] = jwt.decode(
        parts["t"], key=pem, algorithms=["ES256"], audience=audience
    )
    return claims, parts["k"]


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)

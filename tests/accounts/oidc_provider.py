"""A stand-in for another site: OpenID Connect over real HTTP, on 127.0.0.1."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, SECRET, KEY_ID = "foodcoord", "the secret between the two", "key-1"


class Provider:
    """Who signs in there next is set by `claims`; codes are good once."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.claims: dict[str, Any] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.nonces: dict[str, str] = {}
        self.tokens: list[dict[str, list[str]]] = []

    def answer(self, path: str, sent: dict[str, list[str]]) -> tuple[int, Any]:
        handlers = {
            "/.well-known/openid-configuration": self.discovery,
            "/keys": self.keys,
            "/token": self.token,
            "/userinfo": lambda _: self.claims,
        }
        return (200, handlers[path](sent)) if path in handlers else (404, {})

    def authorize(self, asked: dict[str, list[str]]) -> str:
        code = f"code-{len(self.nonces)}"
        self.nonces[code] = asked.get("nonce", [""])[0]
        query = urlencode({"code": code, "state": asked["state"][0]})
        return f"{asked['redirect_uri'][0]}?{query}"

    def discovery(self, sent: dict[str, list[str]]) -> dict[str, str]:
        paths = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "userinfo_endpoint": "/userinfo",
            "jwks_uri": "/keys",
        }
        return {"issuer": self.issuer, **{name: self.issuer + p for name, p in paths.items()}}

    def keys(self, sent: dict[str, list[str]]) -> dict[str, Any]:
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**jwk, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def token(self, sent: dict[str, list[str]]) -> dict[str, Any]:
        self.tokens.append(sent)
        nonce = self.nonces.pop(sent["code"][0])
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        if nonce:
            claims["nonce"] = nonce
        told = {**claims, **self.claims}
        signed = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": KEY_ID})
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@contextmanager
def running() -> Iterator[Provider]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(parse_qs(parts.query)))
                self.end_headers()
                return
            self._say(*provider.answer(parts.path, parse_qs(parts.query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*provider.answer(urlsplit(self.path).path, parse_qs(body)))

        def _say(self, status: int, content: Any) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(server.server_address[1])
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

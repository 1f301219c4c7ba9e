"""A receiver of webhooks on this machine, as well or as badly behaved as a test wants.

It verifies as the specification says, with nothing of ours: Standard Webhooks 1.0, "Signature
scheme" and "Verifying webhooks".
"""

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

TOLERANCE_SECONDS = 300


@dataclass(frozen=True)
class Call:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> Any:
        return json.loads(self.body)

    @property
    def subject(self) -> str:
        return str(self.told["data"]["subject"])

    @property
    def version(self) -> int:
        return int(self.told["data"]["version"])


Manner = Callable[["Receiver", socket.socket, Call], None]
"""What it does with a line once it has read a call."""


def answers(status: int, *lines: str) -> Manner:
    def answer(receiver: "Receiver", line: socket.socket, call: Call) -> None:
        head = [f"HTTP/1.1 {status} Said", "Content-Length: 2", *lines, "", "ok"]
        line.sendall("\r\n".join(head).encode())

    return answer


def hangs(receiver: "Receiver", line: socket.socket, call: Call) -> None:
    receiver.closing.wait(5)


def drops(receiver: "Receiver", line: socket.socket, call: Call) -> None:
    """It has read everything, and says nothing."""


def drips(receiver: "Receiver", line: socket.socket, call: Call) -> None:
    """One byte at a time, each well within any time limit of a socket."""
    for sign in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: " + b"a" * 500:
        if receiver.closing.wait(0.05):
            return
        line.sendall(bytes([sign]))


def babbles(receiver: "Receiver", line: socket.socket, call: Call) -> None:
    line.sendall(b"\x00\xff\xfe this is no HTTP\r\n\r\n" * 10)


def is_late(seconds: float) -> Manner:
    def answer(receiver: "Receiver", line: socket.socket, call: Call) -> None:
        receiver.closing.wait(seconds)
        answers(200)(receiver, line, call)

    return answer


class Receiver:
    """Listens from `with` on; behaves as `manners` say, one after the other, and then well."""

    def __init__(self, *manners: Manner) -> None:
        self.calls: list[Call] = []
        self.manners = list(manners)
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._line = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._line.getsockname()[1]}/hook?at=1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._line.close()

    def _listen(self) -> None:
        while not self.closing.is_set():
            try:
                line, _where = self._line.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[line], daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            call = read(line)
            with self._lock:
                self.calls.append(call)
                manner = self.manners.pop(0) if self.manners else answers(200)
            try:
                manner(self, line, call)
            except OSError:  # whoever called has hung up
                return


def read(line: socket.socket) -> Call:
    """A request with its headers in lower case, and its body."""
    file = line.makefile("rb")
    path = file.readline().split()[1].decode()
    headers = {}
    while (text := file.readline().decode().strip()) != "":
        name, _colon, value = text.partition(":")
        headers[name.lower()] = value.strip()
    return Call(path, headers, file.read(int(headers["content-length"])))


def verifies(call: Call, secret: str, *, now: float | None = None) -> bool:
    """Whether a call is signed with the secret, and was made just now."""
    stamp = call.headers["webhook-timestamp"]
    if abs((time.time() if now is None else now) - int(stamp)) > TOLERANCE_SECONDS:
        return False
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret[len("whsec_") :], validate=True)
    content = f"{call.id}.{stamp}.".encode() + call.body
    right = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    signatures = [each.split(",", 1) for each in call.headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(said, right) for version, said in signatures)

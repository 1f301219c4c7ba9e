"""A wire to the site that can be cut, or on which answers get lost: what the site did is done, and
the caller does not know."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Literal

Fate = Literal["told", "lost", "broken", "cut", "busy"]
CHUNK = 65_536
HEAD_END = b"\r\n\r\n"
HALT_SECONDS = 0.4


@dataclass
class Wire:
    """Carries one request a connection, whole.

    Args:
        site: host and port.
        fate: of the next requests: `told`; `lost`, where the site answers and nobody hears it;
            `broken`, where half of its answer is heard; `cut`, where the site hears nothing;
            `busy`, where something before the site says that it is.
        fates: where there are any, one is drawn for each request.
        of: only requests that begin with this are lost, or told that the site is busy.
        busy: with which status that is said, and after how many seconds to come again.
        slow: how many seconds longer an answer takes, by how its request begins.
        halts: words before which answers stop for a moment; then they come unpacked.
    """

    site: tuple[str, int]
    port: int = 0
    fate: Fate = "told"
    fates: tuple[Fate, ...] = ()
    of: bytes = b""
    busy: tuple[int, int] = (503, 1)
    slow: dict[bytes, float] = field(default_factory=dict)
    halts: tuple[bytes, ...] = ()
    counts: Counter[Fate] = field(default_factory=Counter)
    random: Random = field(default_factory=lambda: Random(7))
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _address = listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        # A caller that goes away in the middle is none of the test's business.
        with caller, suppress(ConnectionError, TimeoutError):
            caller.settimeout(30)
            asked = _whole_request(caller, packed=not self.halts)
            fate = self._draw(asked)
            if fate == "cut" or not asked:
                return
            if fate == "busy":
                status, seconds = self.busy
                head = f"HTTP/1.1 {status} Busy\r\nRetry-After: {seconds}\r\nContent-Length: 0"
                caller.sendall(head.encode() + HEAD_END)
                return
            with socket.create_connection(self.site, timeout=30) as site:
                site.sendall(asked)
                answer = b"".join(iter(lambda: site.recv(CHUNK), b""))
            slow = [wait for begins, wait in self.slow.items() if asked.startswith(begins)]
            time.sleep(max(slow, default=0))
            heard = {"told": len(answer), "broken": len(answer) // 2}
            for part in self._parts(answer[: heard.get(fate, 0)]):
                caller.sendall(part)

    def _parts(self, answer: bytes) -> Iterator[bytes]:
        """What is sent, with a halt between each two."""
        for words in self.halts:
            part, found, rest = answer.partition(words)
            if found:
                yield part
                time.sleep(HALT_SECONDS)
                answer = words + rest
        yield answer

    def _draw(self, asked: bytes) -> Fate:
        with self.lock:
            fate = self.random.choice(self.fates or (self.fate,))
            if fate in ("lost", "busy") and not asked.startswith(self.of):
                fate = "told"
            self.counts[fate] += 1
        return fate


@contextmanager
def wire_to(host: str, port: int, *fates: Fate, of: bytes = b"") -> Iterator[Wire]:
    """A wire on a port of 127.0.0.1, for as long as the block takes."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    wire = Wire((host, port), port=listener.getsockname()[1], fates=fates, of=of)
    thread = threading.Thread(target=wire.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def _whole_request(caller: socket.socket, *, packed: bool) -> bytes:
    """One request, asking the site to hang up after it; empty where none came."""
    data = b""
    while HEAD_END not in data:
        more = caller.recv(CHUNK)
        if not more:
            return b""
        data += more
    head, _end, body = data.partition(HEAD_END)
    ours = (b"connection:",) if packed else (b"connection:", b"accept-encoding:")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(ours)]
    lengths = [line for line in lines if line.lower().startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < length:
        more = caller.recv(CHUNK)
        if not more:
            raise ConnectionError("the caller hung up")
        body += more
    return b"\r\n".join([*lines, b"Connection: close"]) + HEAD_END + body

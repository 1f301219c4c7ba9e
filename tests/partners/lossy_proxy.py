"""A wire on which answers get lost: what the server did is done, and the caller does not know."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Literal

Fate = Literal["told", "lost", "cut"]
CHUNK = 65_536
HEAD_END = b"\r\n\r\n"


@dataclass
class LossyProxy:
    """Hands each request on to the server, whole, and waits for its whole answer; then tells it,
    loses it, or breaks off in the middle of it.

    Args:
        server: host and port.
        fates: drawn from for each answer.
    """

    server: tuple[str, int]
    fates: tuple[Fate, ...]
    random: Random = field(default_factory=lambda: Random(7))
    port: int = 0
    counts: dict[Fate, int] = field(default_factory=lambda: {"told": 0, "lost": 0, "cut": 0})
    lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _address = listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        with caller, socket.create_connection(self.server, timeout=30) as server:
            caller.settimeout(30)
            server.sendall(_whole_request(caller))
            answer = b"".join(iter(lambda: server.recv(CHUNK), b""))
            fate = self._draw()
            if fate == "told":
                caller.sendall(answer)
            elif fate == "cut":
                caller.sendall(answer[: len(answer) // 2])

    def _draw(self) -> Fate:
        with self.lock:
            fate = self.random.choice(self.fates)
            self.counts[fate] += 1
        return fate


@contextmanager
def lossy_proxy(server: tuple[str, int], *fates: Fate) -> Iterator[LossyProxy]:
    """A proxy on a port of 127.0.0.1, for as long as the block takes."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    proxy = LossyProxy(server, fates)
    proxy.port = listener.getsockname()[1]
    thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def _whole_request(caller: socket.socket) -> bytes:
    data = b""
    while HEAD_END not in data:
        data += _more(caller)
    head, _end, body = data.partition(HEAD_END)
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += _more(caller)
    return head + HEAD_END + body


def _more(caller: socket.socket) -> bytes:
    data = caller.recv(CHUNK)
    if not data:
        raise ConnectionError("the caller hung up")
    return data

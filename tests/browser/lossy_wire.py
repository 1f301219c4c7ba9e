"""The wire between a browser and the site, which can be cut, or lose the answers of a site that has
done what it was asked."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

CHUNK = 65_536
HEAD_END = b"\r\n\r\n"


@dataclass
class Wire:
    """Carries one request a connection.

    `fate` is of the next ones: `told`; `lost`, where the site answers and nobody hears it; `cut`.
    `of`: only requests that begin with this are lost.
    `slow`: how many seconds longer an answer takes, by how its request begins.
    """

    site: tuple[str, int]
    port: int = 0
    fate: Literal["told", "lost", "cut"] = "told"
    of: bytes = b"POST "
    slow: dict[bytes, float] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                browser, _address = listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        # A browser that goes away in the middle is none of the test's business.
        with browser, suppress(ConnectionError, TimeoutError):
            browser.settimeout(30)
            asked = _whole_request(browser)
            if self.fate == "cut" or not asked:
                return
            with socket.create_connection(self.site, timeout=30) as site:
                site.sendall(asked)
                answer = b"".join(iter(lambda: site.recv(CHUNK), b""))
            slow = [wait for begins, wait in self.slow.items() if asked.startswith(begins)]
            time.sleep(max(slow, default=0))
            if self.fate == "told" or not asked.startswith(self.of):
                browser.sendall(answer)


@contextmanager
def wire_to(host: str, port: int) -> Iterator[Wire]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    wire = Wire((host, port), port=listener.getsockname()[1])
    thread = threading.Thread(target=wire.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def _whole_request(browser: socket.socket) -> bytes:
    """One request, asking the site to hang up after it; empty where none came."""
    data = b""
    while HEAD_END not in data:
        more = browser.recv(CHUNK)
        if not more:
            return b""
        data += more
    head, _end, body = data.partition(HEAD_END)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    lengths = [line for line in lines if line.lower().startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < length:
        body += browser.recv(CHUNK)
    return b"\r\n".join([*lines, b"Connection: close"]) + HEAD_END + body

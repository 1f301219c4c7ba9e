"""A mail server on this machine that takes every mail and keeps it (RFC 5321, the least of it)."""

import contextlib
import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self


def _nothing() -> None:
    pass


class _Session(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the sender was killed
            self._talk()

    def _talk(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            verb = line.strip().split(b" ")[0].upper()
            if verb in (b"EHLO", b"HELO"):
                self._say("250 here")
            elif verb == b"DATA":
                self._say("354 go on")
                self.server.keep(self._data())
                self.server.when_taken()
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            elif verb == b"RCPT" and self.server.refuses:
                self._say("451 not now")
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _data(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[EmailMessage] = []
        self.refuses = False
        self.when_taken: Callable[[], None] = _nothing

    def keep(self, data: bytes) -> None:
        mail = message_from_bytes(data, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)


class MailServer:
    """Listens from `with` on; `mails` are those that it took, `refuses` makes it take none."""

    def __init__(self) -> None:
        self._server = _Server()

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

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._server.server_address[1]

    @property
    def mails(self) -> list[EmailMessage]:
        return self._server.mails

    def when_taken(self, call: Callable[[], None] | None) -> None:
        """Call this once a mail is kept, and before the sender is told so."""
        self._server.when_taken = call or _nothing

    def refuse(self, refuses: bool = True) -> None:
        self._server.refuses = refuses

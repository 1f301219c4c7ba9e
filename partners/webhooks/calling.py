"""One call to one receiver, over within a fixed time whatever the receiver does."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from partners.webhooks import addresses
from partners.webhooks.addresses import AddressRefused, Place

MOST_READ = 4096  # bytes of an answer, so that a polite receiver can finish; they are thrown away
GONE = 410


@dataclass(frozen=True)
class Outcome:
    """How a call went.

    Args:
        status: what the receiver answered; None when it did not.
        milliseconds: from the question for its name to the answer.
        error: a slug of our own, or the class of an error; empty when it was answered.
    """

    status: int | None
    milliseconds: int
    error: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the receiver says that it has what it was sent: 2xx, and nothing else."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver asks never to be called again."""
        return self.status == GONE


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """Call an address once: no redirect is followed, no proxy asked, no answer kept.

    Args:
        url: whose address is checked anew.
        body: sent as it is.
        headers: beside `Host` and `Content-Length`.
    """
    started = time.monotonic()
    deadline = started + settings.WEBHOOK_TOTAL_SECONDS
    status, error = None, ""
    try:
        status = _exchange(addresses.read(url), deadline, body, headers)
    except AddressRefused as refused:
        error = str(refused)
    except (OSError, http.client.HTTPException, ValueError) as failure:
        is_late = time.monotonic() >= deadline or isinstance(failure, TimeoutError)
        error = "timeout" if is_late else type(failure).__name__[:40]
    return Outcome(status, round(1000 * (time.monotonic() - started)), error)


def _exchange(place: Place, deadline: float, body: bytes, headers: Mapping[str, str]) -> int:
    with _connected(place, deadline) as connection:
        connection.putrequest("POST", place.path, skip_host=True, skip_accept_encoding=True)
        whole = {"Host": place.host_header, "Content-Length": str(len(body)), **headers}
        for name, value in {**whole, "Connection": "close"}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        _let_finish(answer)
        return answer.status


def _let_finish(answer: http.client.HTTPResponse) -> None:
    """The status is said: how the rest of the answer goes changes nothing any more."""
    try:
        answer.read(MOST_READ)
    except (OSError, http.client.HTTPException, ValueError):
        return


@contextmanager
def _connected(place: Place, deadline: float) -> Iterator[http.client.HTTPConnection]:
    """A connection to one of the addresses that were checked, cut off at the deadline.

    Time limits of sockets count anew with each byte; who sends one byte a second would keep us.
    So a timer shuts the line down, whatever is being waited for.
    """
    line = _dialled(place, deadline)
    held = line.dup()
    timer = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, [held])
    timer.start()
    connection = http.client.HTTPConnection(place.host, place.port)
    try:
        if place.is_secure:
            context = ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=place.host)
        line.settimeout(_left(deadline))
        connection.sock = line
        yield connection
    finally:
        timer.cancel()
        connection.close()
        line.close()
        held.close()


def _dialled(place: Place, deadline: float) -> socket.socket:
    """The first of its addresses that answers; all were checked before any is called."""
    found = addresses.resolve(place, seconds=min(_left(deadline), settings.WEBHOOK_CONNECT_SECONDS))
    failure: OSError = ConnectionError()
    for address in found:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(min(_left(deadline), settings.WEBHOOK_CONNECT_SECONDS))
            line.connect((address, place.port))
        except OSError as error:
            line.close()
            failure = error
        else:
            return line
    raise failure


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:  # it was over already
        return

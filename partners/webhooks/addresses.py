"""Which addresses we call: only public ones, whatever a name leads to at the moment of the call.

A webhook's address is somebody else's word, and we stand inside a network that trusts us. So the
name is resolved by us, every address it leads to must be public, and the call goes to exactly one
of those that were checked (`calling`), however the name is answered a moment later.
"""

import ipaddress
import queue
import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from partners.models.webhooks import LONGEST_URL

HTTPS_PORT = 443
LOWEST_OTHER_PORT = 1024  # below are the ports of other services, which are not to be talked to
PUBLIC_V6 = ipaddress.ip_network("2000::/3")
TRANSLATED = tuple(  # IPv6 that stands for an IPv4 address, and may lead to a private one
    ipaddress.ip_network(each) for each in ("2002::/16", "2001::/32", "64:ff9b::/96")
)
NOT_PUBLIC = "not_public"
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_-]{1,63})+\.?")
_VISIBLE = re.compile(r"[\x21-\x7e]+")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Exception):
    """An address that we do not call; the message is a slug for the log: never the address."""


@dataclass(frozen=True)
class Place:
    """Where an address leads.

    Args:
        host: the name, for SNI, the certificate and the Host header.
        port: TCP.
        is_secure: whether it is https.
        path: with the query.
    """

    host: str
    port: int
    is_secure: bool
    path: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = HTTPS_PORT if self.is_secure else 80
        return name if self.port == usual else f"{name}:{self.port}"


def read(url: str) -> Place:
    """An address taken apart.

    Raises:
        AddressRefused: it is no address that we call: `scheme`, `credentials`, `host`, `port`,
            or `unreadable`.
    """
    if len(url) > LONGEST_URL or not _VISIBLE.fullmatch(url) or "\\" in url or "#" in url:
        raise AddressRefused("unreadable")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("unreadable") from error
    is_secure = parts.scheme == "https"
    if not (is_secure or (parts.scheme == "http" and settings.WEBHOOK_PRIVATE_ADDRESSES)):
        raise AddressRefused("scheme")
    if "@" in parts.netloc:
        raise AddressRefused("credentials")
    host = (parts.hostname or "").lower()
    if not (_HOST.fullmatch(host) or _is_address(host)):
        raise AddressRefused("host")
    port = port if port is not None else HTTPS_PORT if is_secure else 80
    if port != HTTPS_PORT and port < LOWEST_OTHER_PORT:
        raise AddressRefused("port")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Place(host, port, is_secure, path)


def resolve(place: Place, *, seconds: float) -> list[str]:
    """The IP addresses that its name leads to now, each of them checked.

    Args:
        place: where to.
        seconds: how long to wait for an answer.

    Raises:
        AddressRefused: `not_public`: one of them is not public, and then none is called; or there
            is none, or no answer. Which of these is not said: whoever may type names here would
            learn which of them mean something inside our walls.
    """
    found = _ask(place, seconds)
    if not all(is_callable(each) for each in found):
        raise AddressRefused(NOT_PUBLIC)
    return found


def is_callable(text: str) -> bool:
    """Whether a literal IP address is one of the public internet's."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if settings.WEBHOOK_PRIVATE_ADDRESSES and address.is_loopback:
        return True
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    return address in PUBLIC_V6 and not any(address in each for each in TRANSLATED)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _ask(place: Place, seconds: float) -> list[str]:
    """Ask for a name in a thread that may be left behind: `getaddrinfo` knows no time limit."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise AddressRefused(NOT_PUBLIC) from None
    if isinstance(answer, Exception) or not answer:
        raise AddressRefused(NOT_PUBLIC)
    return answer

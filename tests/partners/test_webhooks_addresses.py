"""Whom we call: nobody inside our own walls, whatever an address says, resolves to, or becomes."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connections
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from core.errors import Invalid
from partners.webhooks import addresses, calling
from partners.webhooks.addresses import AddressRefused
from partners.webhooks.sending import send_due
from tests.factories import make_listing, make_organization
from tests.partners.hooks import make_webhook, planned, time_passes
from tests.partners.receiver import Receiver, answers, read

PUBLIC = "93.184.215.14"
Resolver = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.WEBHOOK_CONNECT_SECONDS = 0.3
    settings.WEBHOOK_TOTAL_SECONDS = 0.5


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """`names("1.2.3.4", …)`: what a name leads to, one answer after the other; the last stays.

    Stands in for the world's name servers; gives the list of what was asked.
    """

    def lead_to(*answered: Sequence[str] | str) -> list[str]:
        asked: list[str] = []
        left = [[each] if isinstance(each, str) else list(each) for each in answered]

        def getaddrinfo(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
            asked.append(host)
            found = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return lead_to


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("//example.org/", "scheme"),
        ("example.org", "scheme"),
        ("https://user:secret@example.org/", "credentials"),
        ("https://example.org@127.0.0.1/", "credentials"),
        ("https://@example.org/", "credentials"),
        ("https:///path", "host"),
        ("https://exa mple.org/", "unreadable"),
        ("https://example.org/\r\nHost: evil", "unreadable"),
        ("https://example.org/\tx", "unreadable"),
        ("https://example.org\\@evil.org/", "unreadable"),
        ("https://example.org/#part", "unreadable"),
        ("https://exämple.org/", "unreadable"),
        ("https://[::1", "unreadable"),
        ("https://example.org:99999/", "unreadable"),
        ("https://example.org:port/", "unreadable"),
        ("https://example.org/" + "a" * 500, "unreadable"),
        ("https://example.org:22/", "port"),
        ("https://example.org:80/", "port"),
        ("https://example.org:0/", "port"),
        ("https://[fe80::1%25eth0]/", "host"),
        ("https://-example.org/", "host"),
        ("https://a..b/", "host"),
        *((f"https://{name}/", "host") for name in ("localhost", "database", "intranet.")),
        *((f"https://{number}/", "host") for number in ("2130706433", "0x7f000001", "0")),
    ],
)
def test_what_is_no_address_that_we_call(url: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=f"^{why}$"):
        addresses.read(url)


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "named"),
    [
        ("https://example.org", "example.org", 443, "/", "example.org"),
        ("https://EXAMPLE.org:8443/a?b=1", "example.org", 8443, "/a?b=1", "example.org:8443"),
        ("https://xn--exmple-cua.org/", "xn--exmple-cua.org", 443, "/", "xn--exmple-cua.org"),
        ("https://[2606:2800::1]/x", "2606:2800::1", 443, "/x", "[2606:2800::1]"),
    ],
)
def test_an_address_taken_apart(url: str, host: str, port: int, path: str, named: str) -> None:
    place = addresses.read(url)
    told = (place.host, place.port, place.path, place.host_header)
    assert told == (host, port, path, named)


@pytest.mark.parametrize(
    "literal",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255"),
        *("192.168.1.1", "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.127.255.255"),
        *("192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
        *("239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1"),
        *("fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:93.184.215.14"),
        *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1"),
        *("2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1", "fe80::1%lo", "no address"),
    ],
)
def test_what_is_not_on_the_public_internet(literal: str) -> None:
    assert not addresses.is_callable(literal)


@pytest.mark.parametrize("literal", [PUBLIC, "1.1.1.1", "2606:2800:220:1::1", "2a00:1450::5"])
def test_what_is(literal: str) -> None:
    assert addresses.is_callable(literal)


@pytest.mark.parametrize(
    "host",
    ["localhost.", "127.1", "0x7f.1", "0177.0.0.1", "0.0", "[::1]", "127.0.0.1"],
)
def test_names_and_numbers_that_lead_back_to_us(host: str) -> None:
    with pytest.raises(AddressRefused, match=r"^(not_public|host)$"):
        addresses.resolve(addresses.read(f"https://{host}/"), seconds=2)


def test_one_private_address_among_public_ones_is_enough(names: Callable[..., list[str]]) -> None:
    names([PUBLIC, "10.0.0.7"])
    with pytest.raises(AddressRefused, match=r"^not_public$"):
        addresses.resolve(addresses.read("https://example.org/"), seconds=1)


def test_a_name_server_that_does_not_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: slow.wait(3) and [])
    with pytest.raises(AddressRefused, match=r"^not_public$"):
        addresses.resolve(addresses.read("https://example.org/"), seconds=0.1)
    slow.set()


@pytest.mark.django_db
def test_a_private_address_is_refused_where_it_is_typed(
    giver: User, names: Callable[..., list[str]]
) -> None:
    names("10.0.0.7")
    with pytest.raises(Invalid) as refusal:
        make_webhook(make_organization(by=giver), "https://example.org/hook")
    assert refusal.value.details == {"url": ["This host is not on the public internet."]}


@pytest.mark.django_db
def test_nobody_learns_which_names_are_known_inside_our_walls(
    giver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Private, unknown, and unanswered sound the same."""
    pantry, said = make_organization(by=giver), []

    def unknown(*_asked: Any, **_more: Any) -> list[Any]:
        raise socket.gaierror

    def silent(*_asked: Any, **_more: Any) -> list[Any]:
        stop.wait(3)
        return []

    private = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 443))]
    stop = threading.Event()
    known: Resolver = lambda *_asked, **_more: private  # noqa: E731
    for answer in (known, unknown, silent):
        monkeypatch.setattr(socket, "getaddrinfo", answer)
        with pytest.raises(Invalid) as refusal:
            make_webhook(pantry, "https://database.internal/hook")
        said.append(refusal.value.details)
        outcome = calling.post("https://database.internal/hook", body=b"{}", headers={})
        assert outcome.error == "not_public"
    stop.set()

    assert said == [{"url": ["This host is not on the public internet."]}] * 3


@pytest.mark.django_db
def test_a_name_that_changes_its_mind_is_not_called(
    giver: User, names: Callable[..., list[str]], settings: Settings
) -> None:
    """DNS rebinding: public when it was typed, ours when it is called."""
    with Receiver() as inside:
        port = inside.url.split(":")[2].split("/")[0]
        asked = names(PUBLIC, "127.0.0.1")
        webhook, _secret = make_webhook(
            make_organization(by=giver), f"https://example.org:{port}/hook"
        )
        make_listing(by=giver)
        planned(webhook)

        assert send_due() == 0

        assert asked == ["example.org", "example.org"]
        assert inside.calls == []
        assert webhook.deliveries.get().last_error == "not_public"


def test_the_call_goes_to_the_address_that_was_checked(
    names: Callable[..., list[str]], settings: Settings
) -> None:
    """And to no other: the name is asked for once a call, and the call names it."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as receiver:
        asked = names("127.0.0.1", "192.0.2.1")
        url = receiver.url.replace("127.0.0.1", "example.org")
        outcome = calling.post(url, body=b"{}", headers={"webhook-id": "x"})
        assert (outcome.status, len(asked)) == (200, 1)
        host = receiver.calls[0].headers["host"]
        assert host == url.split("/")[2]


def test_redirects_are_not_followed_and_proxies_not_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as elsewhere, Receiver(*[answers(307, f"Location: {elsewhere.url}")] * 3) as it:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, elsewhere.url)
        outcome = calling.post(it.url, body=b"{}", headers={})
        assert (outcome.status, outcome.is_taken) == (307, False)
        assert (len(it.calls), elsewhere.calls) == (1, [])


def test_private_addresses_are_for_this_machine_alone(settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    assert addresses.is_callable("127.0.0.1")
    assert addresses.is_callable("::1")
    assert not addresses.is_callable("10.0.0.1")
    assert not addresses.is_callable("169.254.169.254")


@pytest.mark.django_db
def test_http_is_refused_again_once_private_addresses_are(giver: User, settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with Receiver() as receiver:
        webhook, _secret = make_webhook(make_organization(by=giver), receiver.url)
        make_listing(by=giver)
        planned(webhook)
        settings.WEBHOOK_PRIVATE_ADDRESSES = False
        time_passes()
        assert (send_due(), receiver.calls) == (0, [])
    assert webhook.deliveries.get().last_error == "scheme"


class Secured:
    """A receiver behind TLS, with a certificate of an authority of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.authority = folder / "authority.pem"
        self._files = folder / "receiver.pem"
        _certify(name, self.authority, self._files)
        self.names: list[str | None] = []
        self.calls: list[Any] = []
        self._line = socket.create_server(("127.0.0.1", 0))
        self.port = self._line.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._files)
        context.sni_callback = lambda line, name, _context: self.names.append(name)
        while True:
            try:
                line, _where = self._line.accept()
                with context.wrap_socket(line, server_side=True) as secured:
                    self.calls.append(read(secured))
                    secured.sendall(b"HTTP/1.1 204 None\r\n\r\n")
            except ssl.SSLError:  # whoever called did not trust us
                continue
            except OSError:
                return

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def secured(tmp_path: Path, settings: Settings) -> Iterator[Secured]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    settings.WEBHOOK_TOTAL_SECONDS = 2
    receiver = Secured(tmp_path, "hooks.example.org")
    yield receiver
    receiver.close()


def test_certificates_are_held_against_the_name_not_the_address(
    secured: Secured, names: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names("127.0.0.1")
    url = f"https://hooks.example.org:{secured.port}/x"
    assert calling.post(url, body=b"{}", headers={}).error == "SSLCertVerificationError"

    monkeypatch.setenv("SSL_CERT_FILE", str(secured.authority))
    assert calling.post(url, body=b"{}", headers={}).status == 204
    assert secured.names[-1] == "hooks.example.org"
    assert secured.calls[0].headers["host"] == f"hooks.example.org:{secured.port}"

    other = url.replace("hooks.", "others.")
    assert calling.post(other, body=b"{}", headers={}).error == "SSLCertVerificationError"
    assert len(secured.calls) == 1


def _certify(name: str, authority: Path, receiver: Path) -> None:
    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    us = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority")])
    them = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)

    def made(subject: x509.Name, public: Any) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(us)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(hours=1))
        )

    ours = made(us, root.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    names = x509.SubjectAlternativeName(
        [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("192.0.2.9"))]
    )
    theirs = made(them, key.public_key()).add_extension(names, critical=False)
    pem = serialization.Encoding.PEM
    authority.write_bytes(ours.sign(root, hashes.SHA256()).public_bytes(pem))
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    receiver.write_bytes(private + theirs.sign(root, hashes.SHA256()).public_bytes(pem))


@pytest.mark.django_db
def test_no_name_is_asked_for_where_there_is_no_room(
    giver: User, names: Callable[..., list[str]], settings: Settings
) -> None:
    asked, pantry = names(PUBLIC), make_organization(by=giver)
    settings.WEBHOOKS_AN_ORGANIZATION = 1
    make_webhook(pantry, "https://example.org/hook")
    with pytest.raises(Invalid):
        make_webhook(pantry, "https://example.com/hook")
    assert asked == ["example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Idempotency-Key", "If-Match"])
def test_no_transaction_waits_for_a_name(
    giver: User,
    api: Callable[..., APIClient],
    names: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    header: str,
) -> None:
    names(PUBLIC)
    webhook, _secret = make_webhook(make_organization(by=giver), "https://example.org/hook")
    here, known = connections["default"], socket.getaddrinfo
    outside, depths = len(here.savepoint_ids), list[int]()

    def watched(*args: Any, **more: Any) -> Any:
        depths.append(len(here.savepoint_ids))
        return known(*args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    one, headers = f"/api/v1/webhooks/{webhook.pk}", {header: '"1"'}
    changed = api(giver).patch(one, {"url": "https://example.com/hook"}, headers=headers)
    assert changed.status_code == 200
    assert depths == [outside]
    again = api(giver).patch(one, {"url": "https://example.com/hook"}, headers=headers)
    assert again.status_code == (200 if header == "Idempotency-Key" else 412)

"""Where the site listens, and whether it answers."""

import http.client
import socket

from foodcoord.demo.errors import DemoError


def listening_addresses(port: int) -> list[str]:
    """Return the addresses of `localhost` to listen on: both kinds, where there are both.

    Raises:
        DemoError: when another program listens on the port.
    """
    addresses = [f"127.0.0.1:{port}"]
    _check(socket.AF_INET, "127.0.0.1", port)
    if _has_ipv6():
        _check(socket.AF_INET6, "::1", port)
        addresses.append(f"[::1]:{port}")
    return addresses


def free_port() -> int:
    """Return a port of this machine on which nobody listens now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_ready(port: int) -> tuple[bool, str]:
    """Ask the site whether it is ready, and return its answer with the text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status == http.HTTPStatus.OK, answer.read().decode(errors="replace")[:500]
    except (OSError, http.client.HTTPException) as error:
        return False, str(error)
    finally:
        connection.close()


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def _check(family: socket.AddressFamily, host: str, port: int) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise DemoError(f"Port {port} needs special rights: choose one above 1023.") from error
        except OSError as error:
            raise DemoError(
                f"Port {port} is busy: another program listens there. "
                "End it, or choose another port (make demo PORT=8123, or --port 8123)."
            ) from error

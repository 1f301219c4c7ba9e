"""Live updates on the addresses it is given, such as `127.0.0.1:8001` and `[::1]:8001`."""

import socket
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

import uvicorn

# Streams last for hours: at the end they are cut, and their readers come back by themselves.
END_SECONDS = 1


def serve(addresses: Sequence[str]) -> None:
    """Answer until asked to end, and end within two seconds."""
    config = uvicorn.Config(
        "foodcoord.asgi:application",
        lifespan="off",
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=END_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[_bound(address) for address in addresses])


def _bound(address: str) -> socket.socket:
    parts = urlsplit(f"//{address}")
    host = parts.hostname or ""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    bound.bind((host, parts.port or 0))
    return bound


if __name__ == "__main__":
    serve(sys.argv[1:])

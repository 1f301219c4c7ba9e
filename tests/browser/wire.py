"""The site as it is served, and what a browser gets over the wire from it."""

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

from foodcoord.demo.address import free_port
from tests.core.processes import ROOT, environment_of

START_SECONDS = 120
# What browsers' tools call slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
GUNICORN = (
    *("--worker-class", "gthread", "--threads", "4"),
    *("--graceful-timeout", "1", "--no-control-socket"),
)
SELDOM = ("admin", "drf_spectacular_sidecar", "rest_framework")


def collect(folder: Path) -> None:
    """Static files as production has them: hashed, and packed; without what no person's page needs,
    which takes a minute."""
    ignored = [word for name in SELDOM for word in ("--ignore", name)]
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", *ignored],
        cwd=ROOT,
        env={**os.environ, "STATIC_FILES": "compressed", "STATIC_ROOT": str(folder)},
        check=True,
    )


@contextlib.contextmanager
def served(static: Path, media: Path) -> Iterator[str]:
    """The address of a gunicorn on the test's own database."""
    port = free_port()
    url = f"http://localhost:{port}"
    environment = environment_of(
        STATIC_FILES="compressed", STATIC_ROOT=str(static), MEDIA_ROOT=str(media), SITE_URL=url
    )
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "foodcoord.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            *GUNICORN,
        ],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        # Not whether it is ready: no worker is there to do what the test has left to do.
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        time.sleep(0.1)
    raise AssertionError("the site did not start")


def slow(page: Page) -> CDPSession:
    """Put the page on a slow line from now on; the session that tells of it."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    return session


@dataclass
class Wire:
    """What arrived for a page, by kind, in bytes as Chromium counts them; headers included."""

    bytes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page) -> "Wire":
        """Count from now on, on a slow line."""
        wire, session = cls(), slow(page)
        session.on("Network.responseReceived", wire._note)
        session.on("Network.loadingFinished", wire._add)
        return wire

    def _note(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]
        self.urls[event["requestId"]] = event["response"]["url"]

    def _add(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = int(event["encodedDataLength"])

    def weight(self, kind: str = "") -> int:
        """Bytes of that kind of thing (`Script`, `Stylesheet`, `Document`, …), or of all."""
        return sum(
            size for which, size in self.bytes.items() if kind in ("", self.kinds.get(which, ""))
        )

    def table(self) -> dict[str, int]:
        """Bytes by address."""
        return {self.urls[which]: size for which, size in self.bytes.items() if which in self.urls}

    def hosts(self) -> set[str]:
        urls = (urlsplit(url) for url in self.urls.values())
        return {url.netloc for url in urls if url.scheme.startswith("http")}

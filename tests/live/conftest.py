"""The real process for live updates, on the test's own database, and readers of its streams."""

import http.client
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from conversations import services
from conversations.models import Conversation, Message
from tests.conversations.conftest import open_between
from tests.core.processes import ROOT, database_url

WEB = "http://localhost:8000"
START_SECONDS = 60


class Live:
    """The process, and where it listens."""

    def __init__(self, **settings: str) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.settings = settings
        self.sockets: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "foodcoord.live_server", f"127.0.0.1:{self.port}"],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "SITE_URL": WEB,
                **self.settings,
            },
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.ask("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the live process did not start")

    def end(self) -> float:
        """Ask it to end; the seconds it took."""
        begin = time.monotonic()
        self.process.terminate()
        self.process.wait(timeout=15)
        return time.monotonic() - begin

    def ask(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        connection.request("GET", path, headers=headers)
        self.sockets.append(connection.sock)
        return connection.getresponse()

    def hang_up(self, number: int = -1) -> None:
        """Drop a connection as a reader who walks out of reach does not, but a browser does."""
        with suppress(OSError):
            self.sockets.pop(number).shutdown(socket.SHUT_RDWR)

    def hang_up_all(self) -> None:
        while self.sockets:
            self.hang_up()


class Reader:
    """One who keeps a stream open; events come into a queue as they arrive."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        assert response.status == 200, response.status
        self.response = response
        self.events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self, name: str, seconds: float = 5) -> dict[str, Any]:
        """The next event of that name.

        Raises:
            Empty: none came in time.
        """
        deadline = time.monotonic() + seconds
        while (event := self.following(deadline - time.monotonic()))["event"] != name:
            pass
        return event

    def following(self, seconds: float = 5) -> dict[str, Any]:
        """The next event, whatever it is called.

        Raises:
            Empty: none came in time.
        """
        event = self.events.get(timeout=max(0.01, seconds))
        assert event is not None, "the stream has ended"
        return event

    def ends_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.events.get(timeout=max(0.01, deadline - time.monotonic())) is None:
                    return True
            except queue.Empty:
                return False
        return False

    def _read(self) -> None:
        event: dict[str, Any] = {}
        try:
            for raw in self.response:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name == "" and not value:
                    if "event" in event:
                        self.events.put(event)
                    event = {}
                elif name in ("id", "event", "data"):
                    event[name] = json.loads(value) if name == "data" else value
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass  # closed by us, or cut by the server
        self.events.put(None)


def cookie_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


@pytest.fixture(scope="module")
def live(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, signing_key: str
) -> Iterator[Live]:
    """One process for all tests of a module that do not end it."""
    process = Live(JWT_PRIVATE_KEY=signing_key)
    with django_db_blocker.unblock():
        process.start()
    yield process
    process.end()


@pytest.fixture
def reads(live: Live) -> Iterator[Callable[..., Reader]]:
    """`reads(user, path, **headers)`: a stream that person keeps open."""

    def opened(user: User, path: str, **headers: str) -> Reader:
        return Reader(live.ask(path, Cookie=cookie_of(user), **headers))

    yield opened
    live.hang_up_all()


@pytest.fixture
def talk(giver: User, taker: User) -> Conversation:
    return open_between(giver, taker)


def say(by: User, talk: Conversation, text: str = "Hello") -> Message:
    return services.send(by=by, conversation=talk, message_id=uuid4(), text=text)[0]


def path_of(talk: Conversation, after: object = "") -> str:
    return f"/live/conversations/{talk.pk}?after={after}"

"""One ear on Postgres for all streams of a process."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable

import psycopg
from django.conf import settings
from django.db import connections

from core.live.telling import CHANNEL

log = logging.getLogger(__name__)
RESYNC = "resync"
LONGEST_PAUSE = 10.0
CONNECT_SECONDS = 5


class TooManyStreams(Exception):
    """This process holds as many streams as it may."""


class Subscription:
    """What one stream has yet to hear of. Equal hints become one, so that it never grows: a slow
    reader has less to catch up with, not more."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self._pending: dict[str, None] = {}
        self._rings = asyncio.Event()

    def put(self, what: str) -> None:
        """Add a hint."""
        self._pending[what] = None
        self._rings.set()

    async def take(self, seconds: float) -> list[str]:
        """All hints since the last time, in order; empty when none comes within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._rings.wait()
        except TimeoutError:
            return []
        self._rings.clear()
        hints, self._pending = list(self._pending), {}
        return hints


class Hub:
    """Fans notifications out to subscriptions. Belongs to one event loop.

    While its connection is down hints are lost, silently; so whenever it listens again, everybody
    is told `resync`, and looks for themselves.
    """

    def __init__(self) -> None:
        self.backend_pid = 0
        self._by_topic: dict[str, set[Subscription]] = defaultdict(set)
        self._open = 0
        self._listener: asyncio.Task[None] | None = None

    @property
    def streams(self) -> int:
        return self._open

    def subscribe(self, topics: Iterable[str]) -> Subscription:
        """Start to hear of topics; `unsubscribe` must follow.

        Raises:
            TooManyStreams: `LIVE_MAX_STREAMS` are open.
        """
        if self._open >= settings.LIVE_MAX_STREAMS:
            raise TooManyStreams
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen_for_ever())
        subscription = Subscription(topics)
        self._open += 1
        for topic in subscription.topics:
            self._by_topic[topic].add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        self._open -= 1
        for topic in subscription.topics:
            self._by_topic[topic].discard(subscription)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def publish(self, payload: str) -> None:
        """Pass on what a notification says; what is not ours is dropped."""
        topic, _, what = payload.partition(" ")
        for subscription in self._by_topic.get(topic, ()):
            subscription.put(what)

    def resync(self) -> None:
        """Have everybody look for themselves."""
        for subscription in {one for ones in self._by_topic.values() for one in ones}:
            subscription.put(RESYNC)

    async def _listen_for_ever(self) -> None:
        pause = 0.1
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.backend_pid = connection.info.backend_pid
                    pause = 0.1
                    self.resync()
                    async for notification in connection.notifies():
                        self.publish(notification.payload)
            except psycopg.Error as error:
                log.warning("live.listener_lost", extra={"error": type(error).__name__})
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        """A connection of its own, straight to the server: LISTEN ends with a pooled session."""
        asked = connections["default"].get_connection_params()
        names = ("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert")
        where = {name: asked[name] for name in names if asked.get(name)}
        return await psycopg.AsyncConnection.connect(
            **where,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="foodcoord-live",
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
        )


hub = Hub()

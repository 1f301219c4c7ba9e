"""Server-Sent Events: the answer that goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Protocol

import orjson
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from core.live.hub import Subscription, TooManyStreams, hub
from core.live.threads import in_thread

log = logging.getLogger(__name__)
# How often a silent stream says that it is alive, and looks whether its reader still may read.
HEARTBEAT_SECONDS = 15.0
RECONNECT_MS = 3000
RETRY_AFTER_SECONDS = 30


class Event:
    """One event: its name, data of ids and counts only, and the id a reader comes back with."""

    def __init__(
        self, name: str, data: dict[str, object] | None = None, event_id: str = ""
    ) -> None:
        self.name = name
        self.data = data or {}
        self.event_id = event_id

    def encoded(self) -> bytes:
        lines = [f"id: {self.event_id}"] if self.event_id else []
        lines += [f"event: {self.name}", f"data: {orjson.dumps(self.data).decode()}"]
        return "\n".join([*lines, "", ""]).encode()


class Source(Protocol):
    """What a stream shows, asked in a thread."""

    def topics(self) -> Iterable[str]:
        """What it listens to."""
        ...

    def news(self, hints: Sequence[str]) -> list[Event] | None:
        """The events that hints stand for; None when the reader may not read any more."""
        ...


async def stream(source: Source, hints: Sequence[str]) -> HttpResponseBase:
    """Answer with a stream of what happens from now on, or 503 where there are too many.

    Args:
        source: of somebody who may read; asked again at each hint and heartbeat.
        hints: what to begin with.
    """
    try:
        subscription = hub.subscribe(await in_thread(source.topics))
    except TooManyStreams:
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return StreamingHttpResponse(
        _Events(source, subscription, hints),
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class _Events:
    """The chunks of one stream. Frees its place however it ends, even before it begins."""

    def __init__(self, source: Source, subscription: Subscription, hints: Sequence[str]) -> None:
        self.source = source
        self.subscription = subscription
        self.hints = list(hints)
        self._loop = asyncio.get_running_loop()
        self._is_open = True

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._chunks()

    def close(self) -> None:
        """Called by Django, in some thread, when the answer is over."""
        self._loop.call_soon_threadsafe(self._free)

    def _free(self) -> None:
        if self._is_open:
            self._is_open = False
            hub.unsubscribe(self.subscription)

    async def _chunks(self) -> AsyncIterator[bytes]:
        try:
            yield f"retry: {RECONNECT_MS}\n\n".encode()
            hints = self.hints
            while (events := await self._ask(hints)) is not None:
                yield b"".join(event.encoded() for event in events) or b": here\n\n"
                hints = await self.subscription.take(HEARTBEAT_SECONDS)
        finally:
            self._free()

    async def _ask(self, hints: Sequence[str]) -> list[Event] | None:
        """With the database away the stream ends: its reader comes back, with where it was."""
        try:
            return await in_thread(lambda: self.source.news(hints))
        except (OperationalError, InterfaceError):
            log.warning("live.database_away")
            await asyncio.sleep(1)
            return None

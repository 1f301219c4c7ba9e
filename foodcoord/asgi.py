"""The process for live updates: `uvicorn foodcoord.asgi:application`."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import SyncToAsync, ThreadSensitiveContext
from django.core.asgi import get_asgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "foodcoord.live_settings"

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
# A reader that takes nothing for so long is let go; it comes back with where it was.
SLOW_SECONDS = 20.0

django = get_asgi_application()
# Django would give each request a thread of its own, and a stream's request lasts for hours.
shared = ThreadSensitiveContext()


async def application(
    scope: dict[str, Any], receive: Callable[[], Awaitable[Message]], send: Send
) -> None:
    """Django, with one thread for all requests, and no endless wait for slow readers."""
    SyncToAsync.thread_sensitive_context.set(shared)

    async def send_in_time(message: Message) -> None:
        async with asyncio.timeout(SLOW_SECONDS):
            await send(message)

    await django(scope, receive, send_in_time)

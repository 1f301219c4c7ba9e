"""Short questions to the database, from streams that live for hours.

A thread a stream would hold a connection a stream; a few threads answer for all.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections

T = TypeVar("T")
_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


async def in_thread(question: Callable[[], T]) -> T:
    """What `question` returns, asked in one of the few threads that hold a connection."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _ask, question)


def _ask(question: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return question()
    finally:
        close_old_connections()

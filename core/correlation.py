"""One id that follows a wish from the request through event, delivery and task to the last row."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from uuid6 import uuid7

_current: ContextVar[str] = ContextVar("correlation_id", default="")
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")


def current_correlation_id() -> str:
    """The id of the work in hand, or an empty string."""
    return _current.get()


@contextmanager
def correlated(offered: str | None = None) -> Iterator[str]:
    """Run a block under one correlation id.

    Args:
        offered: an id from outside; taken if it is 1–64 of `A–Z a–z 0–9 . _ -`, else replaced.

    Yields:
        The id in force, which every log line and event of the block carries.
    """
    correlation_id = offered if offered and _ACCEPTED.fullmatch(offered) else str(uuid7())
    token = _current.set(correlation_id)
    with structlog.contextvars.bound_contextvars(correlation_id=correlation_id):
        try:
            yield correlation_id
        finally:
            _current.reset(token)

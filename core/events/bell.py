"""Waking the workers. A lost ring costs seconds, never an event: the sweeper drains what is due."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django_q.tasks import async_task

_muted: ContextVar[bool] = ContextVar("bell_muted", default=False)


@contextmanager
def muted() -> Iterator[None]:
    """Ring for nothing that the block records: for whoever loads a lot and drains it afterwards."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)


def ring(consumers: list[str], *, using: str = "default") -> None:
    """Ask the workers to drain these consumers, as part of the transaction in hand.

    Args:
        consumers: names with something due.
        using: the alias of the writer's transaction; the broker's table must be on the same one,
            or a rollback would leave a task behind.
    """
    if using != "default" or _muted.get():
        return
    for name in consumers:
        async_task("core.events.tasks.drain_consumer", name, group=f"drain {name}")

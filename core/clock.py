"""The time by which services work: the real one, unless a history is being told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_time", default=None)


def now() -> datetime:
    """The moment, in UTC."""
    return _told.get() or timezone.now()


def today() -> date:
    """The day in UTC: the day under which figures are kept."""
    return now().astimezone(UTC).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block happen at `moment` (aware), for histories made by the services themselves."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)

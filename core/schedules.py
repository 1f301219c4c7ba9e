"""What runs by the clock. Apps declare it; after each migration the broker's table agrees."""

from dataclasses import dataclass
from typing import Any

from django_q.models import Schedule


@dataclass(frozen=True)
class Recurring:
    """One task by the clock: its dotted path, and how often in minutes."""

    func: str
    minutes: int


_recurring: dict[str, Recurring] = {}


def every(minutes: int, func: str) -> None:
    """Run the task at dotted path `func` every so many minutes."""
    _recurring[func] = Recurring(func, minutes)


def install(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: one schedule row a declaration, none besides."""
    known = Schedule.objects.using(using)
    for task in _recurring.values():
        rhythm = {"schedule_type": Schedule.MINUTES, "minutes": task.minutes, "repeats": -1}
        known.update_or_create(name=task.func, defaults={"func": task.func, **rhythm})
    known.exclude(name__in=_recurring).delete()

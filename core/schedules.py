"""What runs by the clock. Apps declare it; after each migration the broker's table agrees."""

from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django_q.models import Schedule

LOCK = 7_115_914_002
"""Advisory lock of whoever writes schedules: two migrations at once make each row once."""


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
    """Receiver of `post_migrate`: one schedule row a declaration, none besides.

    Where the broker's table is not there yet, or no more, there is nothing to agree with.
    """
    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    known = Schedule.objects.using(using)
    with transaction.atomic(using=using):
        _wait_for_other_migrations(using)
        kept: dict[str, int] = {}
        for row in known.order_by("id"):
            if row.name in _recurring:
                kept.setdefault(row.name, row.pk)
        known.exclude(pk__in=kept.values()).delete()
        for task in _recurring.values():
            rhythm = {"schedule_type": Schedule.MINUTES, "minutes": task.minutes, "repeats": -1}
            known.update_or_create(name=task.func, defaults={"func": task.func, **rhythm})


def _wait_for_other_migrations(using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

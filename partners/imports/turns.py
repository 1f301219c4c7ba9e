"""Whose turn it is among all organizations: long files keep one worker busy, never all.

A turn is short, and whoever has had one waits behind the others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from partners.imports.claiming import MOST_ATTEMPTS, ring
from partners.imports.enums import LIVE, ImportState
from partners.models import Import

LOCK = 7_115_914_006
"""Advisory lock of the worker that imports; it is gone with that worker's connection."""


@contextmanager
def the_only_one() -> Iterator[bool]:
    """Whether no other worker imports, nor will while the block lasts.

    Whoever finds another at it leaves it to that one, which looks for who is next when it is done.
    """
    if not _take():
        yield False
        return
    try:
        yield True
    finally:
        _give_back()


def waiting() -> "QuerySet[Import]":
    """Runs that could go on at once, the oldest first."""
    now = clock.now()
    in_hand = Import.objects.filter(
        organization=OuterRef("organization"),
        kind=OuterRef("kind"),
        state=ImportState.RUNNING,
        leased_until__gt=now,
    )
    rows = Import.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        state__in=LIVE,
        attempts__lt=MOST_ATTEMPTS,
    )
    return rows.exclude(Exists(in_hand)).order_by("created_at", "pk")


def ring_for_next(*, after: UUID) -> None:
    """Ring once for the run that comes after one that had its turn, which itself comes last.

    Args:
        after: of the run that had it.
    """
    rows = waiting()
    had = Import.objects.filter(pk=after).values_list("created_at", flat=True).first()
    following = None
    if had is not None:
        later = Q(created_at__gt=had) | Q(created_at=had, pk__gt=after)
        following = rows.filter(later).first()
    if (following := following or rows.first()) is not None:
        ring(following.pk)


def _take() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _give_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

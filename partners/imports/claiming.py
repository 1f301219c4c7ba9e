"""Whose turn a run is. One at a time for an organization and kind, and each for as long as its
lease lasts; who finds another's lease on the row writes nothing."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django_q.tasks import async_task

from core import clock
from partners.imports.enums import LIVE, ImportState
from partners.models import Import

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
TASK = "partners.imports.tasks.run"


def ring(import_id: UUID) -> None:
    """Ask a worker to go on with a run, as part of the transaction in hand."""
    async_task(TASK, str(import_id), group="imports")


@transaction.atomic
def claim(import_id: UUID) -> Import | None:
    """Take a run in hand; the attempt counts before the work, so that a death counts too.

    Returns:
        The run with a lease of its own; None while it is no one's to run, or another of the same
        organization and kind has its turn.
    """
    run = Import.objects.filter(pk=import_id, state__in=LIVE).first()
    if run is None:
        return None
    _one_at_a_time(run)
    now = clock.now()
    others = Import.objects.filter(organization=run.organization_id, kind=run.kind)
    if others.filter(state=ImportState.RUNNING, leased_until__gt=now).exists():
        return None
    free = Import.objects.filter(pk=import_id, state__in=LIVE, attempts__lt=MOST_ATTEMPTS)
    taken = free.update(
        state=ImportState.RUNNING,
        attempts=F("attempts") + 1,
        lease=uuid4(),
        leased_until=now + LEASE,
        started_at=run.started_at or now,
    )
    return Import.objects.get(pk=import_id) if taken else None


def hold(run: Import) -> bool:
    """Lock the row of a run in hand, in the transaction of a chunk.

    Returns:
        Whether it still is this run's: nobody cancelled it or took it over.
    """
    rows = Import.objects.select_for_update(of=("self",))
    held = rows.filter(pk=run.pk, state=ImportState.RUNNING, lease=run.lease).first()
    return held is not None and held.position == run.position


def let_go(run: Import) -> None:
    """Give the run back before it is done, for another task to go on with."""
    mine = Import.objects.filter(pk=run.pk, state=ImportState.RUNNING, lease=run.lease)
    mine.update(lease=None, leased_until=None, attempts=0)


def _one_at_a_time(run: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"import {run.organization_id} {run.kind}"],
        )

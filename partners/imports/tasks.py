from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from core import clock
from core.time_limits import limit_statements
from partners.imports import claiming, files, running
from partners.imports.enums import LIVE, ImportState
from partners.models import Import, ImportProblem

BATCH = 100
RUNG = timedelta(seconds=30)


def run(import_id: str) -> None:
    """Go on with one import; harmless twice."""
    limit_statements()
    running.run(UUID(import_id))


def sweep() -> None:
    """Ring for runs that nobody has in hand (a worker died, or a ring was lost), end those that
    always fail, and forget files that are old. Harmless twice."""
    limit_statements()
    running.give_up()
    now = clock.now()
    idle = Q(leased_until__lte=now) | Q(leased_until=None, created_at__lte=now - RUNG)
    waiting = Import.objects.filter(idle, state__in=LIVE).order_by("created_at")
    for import_id in waiting.values_list("pk", flat=True)[:BATCH]:
        claiming.ring(import_id)
    forget_files()


def forget_files() -> None:
    """Delete files older than `IMPORT_KEPT_DAYS`, and with them what their lines said. Drafts that
    nobody went on with end."""
    limit = clock.now() - timedelta(days=settings.IMPORT_KEPT_DAYS)
    old = Import.objects.filter(created_at__lte=limit).exclude(file_key="").exclude(state__in=LIVE)
    for current in old[:BATCH]:
        key = current.file_key
        ImportProblem.objects.filter(of=current).delete()
        Import.objects.filter(pk=current.pk).update(file_key="")
        Import.objects.filter(pk=current.pk, state=ImportState.DRAFT).update(
            state=ImportState.CANCELLED, ended_at=clock.now()
        )
        if not Import.objects.filter(file_key=key).exists():
            files.forget(key)

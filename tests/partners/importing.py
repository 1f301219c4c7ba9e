"""Files as organizations send them, run by the task itself."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Organization, User
from core import clock
from partners.imports import services, tasks
from partners.imports.enums import ImportState
from partners.models import Import

MOST_TURNS = 20
SOON = (clock.now() + timedelta(days=5)).date().isoformat()


def send(
    text: str | bytes,
    *,
    by: User,
    organization: Organization,
    kind: str = "listings",
    dry_run: bool = False,
    run: bool = True,
    import_id: UUID | None = None,
    **more: Any,
) -> Import:
    """An import of that text, gone through unless `run` says otherwise."""
    data = text.encode() if isinstance(text, str) else text
    made, _new = services.start(
        by=by,
        import_id=import_id or uuid4(),
        organization=organization,
        kind=kind,
        dry_run=dry_run,
        file=io.BytesIO(data),
        file_name="stock.csv",
        **more,
    )
    return gone_through(made) if run else made


def gone_through(run: Import) -> Import:
    """As it is after a worker had it, in as many turns as it took."""
    rows = Import.objects.select_related("organization")
    for _turn in range(MOST_TURNS):
        tasks.run(str(run.pk))
        if rows.get(pk=run.pk).state != ImportState.RUNNING:
            break
    return rows.get(pk=run.pk)


def told(run: Import) -> list[tuple[int, str, str]]:
    """Its problems: line, column, message."""
    rows = run.problems.order_by("line", "id")
    return list(rows.values_list("line", "column", "message"))


def came_to(run: Import) -> tuple[str, int, int, int, int]:
    """Its state, and how many lines were new, updated, unchanged and refused."""
    return (run.state, run.new, run.updated, run.unchanged, run.refused)

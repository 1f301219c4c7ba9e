"""The verbs of imports: keyword-only, one transaction each."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import Invalid, TransitionForbidden
from partners.imports import claiming, turns
from partners.imports.decoding import LATIN, WINDOWS
from partners.imports.enums import ENDED, ImportState
from partners.imports.limits import require_room
from partners.imports.mapping import understand
from partners.imports.permissions import require_import
from partners.imports.remembering import remember_meaning
from partners.imports.sending import again, start
from partners.models import Import, SeenId

__all__ = ["again", "assumed", "cancel", "go_on", "start"]


@transaction.atomic
def go_on(
    *, run: Import, by: User, mapping: Mapping[str, str], dry_run: bool | None = None
) -> Import:
    """Say what the columns of a draft mean, and let it run.

    Args:
        run: the draft.
        by: who says so.
        mapping: field → header; an empty header means none.
        dry_run: another choice than when it was sent.

    Raises:
        NotAllowed: `by` may not import for the organization.
        Invalid: on `mapping`.
        TooMany: as many as may wait and run at once do.
        TransitionForbidden: it is no draft any more.
    """
    require_import(by, run.organization, run.kind)
    held = Import.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state != ImportState.DRAFT:
        raise TransitionForbidden(_("This import has started already."), {"state": held.state})
    require_room(run.organization)
    meaning = understand(held.kind, held.columns, said=mapping)
    if meaning.missing:
        raise Invalid(mapping=meaning.missing)
    held.mapping = meaning.fields
    held.remarks = [*held.remarks[: assumed(held)], *meaning.told()]
    held.state = ImportState.WAITING
    held.dry_run = held.dry_run if dry_run is None else dry_run
    held.save(update_fields=["mapping", "remarks", "state", "dry_run"])
    remember_meaning(held)
    claiming.ring(held.pk)
    return held


@transaction.atomic
def cancel(*, run: Import, by: User) -> Import:
    """Stop a run; what it has done stays. Harmless twice.

    Raises:
        NotAllowed: `by` may not import for the organization.
        TransitionForbidden: it is over.
    """
    require_import(by, run.organization)
    held = Import.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state == ImportState.CANCELLED:
        return held
    if held.state in ENDED:
        raise TransitionForbidden(_("This import is over."), {"state": held.state})
    held.state, held.lease, held.leased_until = ImportState.CANCELLED, None, None
    held.ended_at = clock.now()
    held.save(update_fields=["state", "lease", "leased_until", "ended_at"])
    SeenId.objects.filter(of=held).delete()
    turns.ring_for_next(after=held.pk)
    return held


def assumed(run: Import) -> int:
    """How many of its remarks, the first ones, are on its letters and not on its columns."""
    return int(run.encoding in (WINDOWS, LATIN))

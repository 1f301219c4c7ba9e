"""A run: chunk after chunk, until its time or its file is over.

Where a chunk ended is committed with what it did. So a run that is killed goes on behind the last
chunk that was committed, and no line has its effect twice.
"""

import time
from itertools import islice
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import can_act_for
from core import clock
from core.errors import Refused
from core.events import bell, registry
from core.geo.towns import nearest
from core.roles import with_the_webs_rights
from partners.errors import UnusableFile
from partners.imports import claiming, turns
from partners.imports.chunks import Chunk, work_through
from partners.imports.drafts import Setting
from partners.imports.enums import LIVE, ImportKind, ImportState
from partners.imports.files import lines_of
from partners.imports.foods import Larder
from partners.imports.lines import Line
from partners.imports.mapping import unit_in
from partners.imports.permissions import can_import
from partners.models import Import, SeenId
from partners.services.account import import_account

log = structlog.get_logger(__name__)

LINES = 50
"""Lines in a chunk: few enough that nobody waits for its locks, enough to make a commit cheap."""
SECONDS = 8.0
"""For how long a task runs before another organization's file, or other work, has its turn."""


def run(import_id: UUID, *, seconds: float = SECONDS) -> None:
    """Go on with an import. Harmless twice, at once, or late.

    Args:
        import_id: of a row that waits, runs, or is over long since.
        seconds: after which it stops between two chunks and rings for the next task.
    """
    with turns.the_only_one() as is_ours:
        if not is_ours:
            return
        _take_turn(import_id, seconds)
    turns.ring_for_next(after=import_id)


def _take_turn(import_id: UUID, seconds: float) -> None:
    current = claiming.claim(import_id)
    if current is None:
        return
    until = time.monotonic() + seconds
    with translation.override(current.language), bell.muted():
        try:
            _go_on(current, until)
        except FileNotFoundError:
            log.warning("import_file_gone", run=str(import_id))
            _stop(current, _("The file is not there any more. Send it again."))
        except (UnusableFile, Refused) as error:
            _stop(current, str(error))
    if not current.dry_run:
        bell.ring(sorted(registry.names()))


def _go_on(current: Import, until: float) -> None:
    lines = lines_of(current, after=current.position)
    larder = Larder()
    while chunk := list(islice(lines, LINES)):
        if not _do(current, chunk, larder):
            return
        if time.monotonic() >= until:
            claiming.let_go(current)
            return
    _finish(current)


@transaction.atomic
def _do(current: Import, lines: list[Line], larder: Larder) -> bool:
    """One chunk, with where it ended.

    Returns:
        Whether the run goes on.
    """
    if not claiming.hold(current):
        return False
    with with_the_webs_rights():
        person, organization = _sides(current)
        if refusal := _refusal(current, person, organization):
            _stop(current, refusal)
            return False
        by = _in_whose_name(current, person)
        setting = _setting(current, organization, larder)
        done = work_through(current, lines, by=by, setting=setting)
    _note(current, done)
    if done.halted:
        _stop(current, done.halted)
    return not done.halted


def _sides(current: Import) -> tuple[User, Organization]:
    """Read anew for each chunk: rights are lost in the middle of a run, too."""
    person = User.objects.get(pk=current.created_by_id)
    rows = Organization.objects.select_related("exact_place")
    return person, rows.get(pk=current.organization_id)


def _refusal(current: Import, person: User, organization: Organization) -> str:
    """Why the run may not go on; empty when it may."""
    if person.is_suspended or not person.is_active:
        return _("The account that started this import is closed or suspended.")
    if not can_act_for(person, organization) or not can_import(person, organization, current.kind):
        return _("Whoever started this import may not import for this organization any more.")
    return ""


def _in_whose_name(current: Import, person: User) -> User:
    """Organizations are held by the account of the imports until they are handed over."""
    return import_account() if current.kind == ImportKind.ORGANIZATIONS else person


def _setting(current: Import, organization: Organization, larder: Larder) -> Setting:
    headers = {name: unit_in(header) for name, header in current.mapping.items()}
    return Setting(
        organization=organization,
        language=current.language,
        zone=nearest(organization.exact_place.point).timezone,
        larder=larder,
        units={name: unit for name, unit in headers.items() if unit},
    )


def _note(current: Import, done: Chunk) -> None:
    current.position += done.done
    current.line = done.last_line or current.line
    for name, count in done.counts.items():
        setattr(current, name, getattr(current, name) + count)
    Import.objects.filter(pk=current.pk).update(
        position=current.position,
        line=current.line,
        **current.counts(),
        attempts=0,
        leased_until=clock.now() + claiming.LEASE,
    )


@transaction.atomic
def _finish(current: Import) -> None:
    _end(current, state=ImportState.DONE)


@transaction.atomic
def _stop(current: Import, why: str) -> None:
    _end(current, state=ImportState.FAILED, failure=why)


def _end(current: Import, **values: Any) -> None:
    mine = Import.objects.filter(pk=current.pk, state=ImportState.RUNNING, lease=current.lease)
    if mine.update(**values, lease=None, leased_until=None, ended_at=clock.now()):
        SeenId.objects.filter(of=current).delete()


def give_up() -> None:
    """End the runs whose workers died again and again at the same place."""
    tired = Import.objects.filter(
        state__in=LIVE, attempts__gte=claiming.MOST_ATTEMPTS, leased_until__lte=clock.now()
    )
    for current in tired:
        with translation.override(current.language):
            said = _("It stopped %(times)d times behind line %(line)d without an answer.")
            told = {"times": claiming.MOST_ATTEMPTS, "line": current.line}
            _stop(current, said % told)
        log.error("import_given_up", run=str(current.pk), position=current.position)

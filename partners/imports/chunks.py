"""One chunk of a run: some lines, and where they ended, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Suspended, TooMany
from accounts.models import User
from core.errors import Refused
from partners.imports.applying import Applied, Known, apply, id_of
from partners.imports.columns import COLUMNS
from partners.imports.drafts import Setting
from partners.imports.enums import FileForm, LineResult
from partners.imports.hsds import COLUMNS as IN_HSDS
from partners.imports.lines import Line, Problem, RefusedCells, problems_of
from partners.models import ExternalId, Import, ImportProblem, SeenId

log = structlog.get_logger(__name__)

MOST_PROBLEMS = 10_000
"""Lines refused beyond these are counted, but no more told one by one."""


class Halted(Exception):
    """No further line can be done; the message says why."""


@dataclass
class Chunk:
    """What a chunk came to."""

    done: int = 0
    last_line: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LineResult.values, 0))
    problems: list[ImportProblem] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    halted: str = ""


def work_through(run: Import, lines: Sequence[Line], *, by: User, setting: Setting) -> Chunk:
    """Apply some lines, in the transaction in hand; of a dry run everything is taken back.

    Each line has a savepoint of its own: one that is refused keeps no other from being done.
    """
    chunk = Chunk()
    ids = _ids(run, lines, chunk)
    seen = _seen_before(run, ids)
    known = _known(run, ids)
    with transaction.atomic():
        for line in lines:
            if line.number in ids:
                try:
                    _one(run, line, ids[line.number], seen, known, chunk, by, setting)
                except Halted as halted:
                    chunk.halted = str(halted)
                    break
            chunk.done += 1
            chunk.last_line = line.number
        if run.dry_run:
            transaction.set_rollback(True)
    SeenId.objects.bulk_create(
        [SeenId(of=run, external_id=key, line=line) for key, line in chunk.seen.items()],
        ignore_conflicts=True,
    )
    room = max(0, MOST_PROBLEMS - run.refused)
    ImportProblem.objects.bulk_create(chunk.problems[:room])
    return chunk


def _ids(run: Import, lines: Sequence[Line], chunk: Chunk) -> dict[int, str]:
    """Line number → the id it is known by; a line whose id is none is refused already."""
    found: dict[int, str] = {}
    for line in lines:
        try:
            found[line.number] = id_of(run, line)
        except Refused as refused:
            _refuse(run, chunk, line, [Problem("id", str(refused))])
    return found


def _one(
    run: Import,
    line: Line,
    external_id: str,
    seen: dict[str, int],
    known: Mapping[str, Known],
    chunk: Chunk,
    by: User,
    setting: Setting,
) -> None:
    earlier = seen.get(external_id)
    if earlier is not None:
        _refuse(run, chunk, line, [_twice(external_id, earlier)])
        return
    seen[external_id] = chunk.seen[external_id] = line.number
    try:
        with transaction.atomic():
            done = apply(run, line, external_id, known.get(external_id), by=by, setting=setting)
            _remember(run, external_id, known.get(external_id), done)
    except RefusedCells as wrong:
        _refuse(run, chunk, line, wrong.problems)
    except (Suspended, TooMany) as refused:
        raise Halted(str(refused)) from refused
    except Refused as refused:
        _refuse(run, chunk, line, problems_of(refused))
    except (IntegrityError, DataError, ArithmeticError, ValueError):
        log.exception("import_line_not_stored", run=str(run.pk), line=line.number)
        _refuse(run, chunk, line, [Problem("", _("This line could not be stored."))])
    else:
        chunk.counts[done.result] += 1


def _remember(run: Import, external_id: str, known: Known | None, done: Applied) -> None:
    """Keep what the id stands for, and what was last said of it. An id that another run has kept
    meanwhile is an `IntegrityError`, which takes back what this line made."""
    if known is None:
        ExternalId.objects.create(
            organization_id=run.organization_id,
            kind=run.kind,
            external_id=external_id,
            subject_id=done.subject_id,
            content=done.content,
        )
    elif known.content != done.content:
        _rows(run).filter(external_id=external_id).update(content=done.content)


def _refuse(run: Import, chunk: Chunk, line: Line, problems: Sequence[Problem]) -> None:
    chunk.counts[LineResult.REFUSED] += 1
    chunk.problems += [
        ImportProblem(
            of=run,
            line=line.number,
            column=_column(run, problem.field)[:200],
            message=problem.message[:600],
        )
        for problem in problems
    ]


def _column(run: Import, name: str) -> str:
    """What the file calls a field; where it has no such column, what we call it."""
    if not name:
        return ""
    if run.form == FileForm.HSDS:
        return IN_HSDS.get(name, name)
    labels = {column.name: str(column.label) for column in COLUMNS[run.kind]}
    return str(run.mapping.get(name) or labels.get(name, name))


def _twice(external_id: str, earlier: int) -> Problem:
    if external_id.startswith("="):
        said = _(
            "This line says the same as line %(line)d. If it is meant twice, give each an id of "
            "its own."
        )
        return Problem("", said % {"line": earlier})
    said = _("Line %(line)d has this id already; each line needs its own.")
    return Problem("id", said % {"line": earlier})


def _seen_before(run: Import, ids: Mapping[int, str]) -> dict[str, int]:
    rows = SeenId.objects.filter(of=run, external_id__in=list(ids.values()))
    return dict(rows.values_list("external_id", "line"))


def _known(run: Import, ids: Mapping[int, str]) -> dict[str, Known]:
    rows = _rows(run).filter(external_id__in=list(ids.values()))
    return {
        key: Known(subject_id, content)
        for key, subject_id, content in rows.values_list("external_id", "subject_id", "content")
    }


def _rows(run: Import) -> QuerySet[ExternalId]:
    return ExternalId.objects.filter(organization=run.organization_id, kind=run.kind)

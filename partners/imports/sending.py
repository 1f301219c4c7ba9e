"""Sending a file in, and running one that is here once more."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import require_unsuspended
from core.errors import Invalid
from core.idempotency import create_once, fingerprint, repeated
from partners.errors import UnusableFile
from partners.imports import claiming, files
from partners.imports.enums import LIVE, FileForm, ImportState
from partners.imports.files import Survey
from partners.imports.limits import require_room
from partners.imports.mapping import Meaning, understand
from partners.imports.permissions import require_import
from partners.imports.remembering import meaning_of, remember_meaning
from partners.models import Import

LONGEST_NAME = 200
MEGABYTE = 1024 * 1024


def start(
    *,
    by: User,
    import_id: UUID,
    organization: Organization,
    kind: str,
    dry_run: bool,
    file: IO[bytes],
    file_name: str,
    mapping: Mapping[str, str] | None = None,
    ask: bool = False,
) -> tuple[Import, bool]:
    """Take a file in and let a worker go through it.

    Args:
        by: who imports.
        import_id: the client's own id; sent twice with the same content it makes one.
        organization: for which.
        kind: `ImportKind`.
        dry_run: do everything, and take it back.
        file: as it came.
        file_name: as its sender calls it.
        mapping: field → header, where the headers do not say it themselves.
        ask: keep a file whose columns are not clear as a draft, for a person to say.

    Returns:
        The import, and whether it is new.

    Raises:
        NotAllowed: `by` may not import this for the organization.
        Suspended: they may post nothing.
        TooMany: as many as may wait and run at once do.
        Invalid: on `file` or `mapping`.
        IdempotencyMismatch: the id holds other content.
        InFlight: the same is being sent at this moment.
    """
    require_unsuspended(by)
    require_import(by, organization, kind)
    seen = _survey(file, kind)
    said = (str(by.pk), str(organization.pk), kind, dry_run, mapping or {}, seen.sha256)
    content = fingerprint(*said)
    if known := repeated(Import, import_id, content):
        return known, False
    require_room(organization)
    meaning = meaning_of(organization, kind, seen, mapping)
    if meaning.missing and not ask:
        raise Invalid(mapping=meaning.missing)
    run = Import(
        id=import_id,
        fingerprint=content,
        organization=organization,
        created_by=by,
        kind=kind,
        dry_run=dry_run,
        file_name=_plain(file_name),
        **_as_surveyed(seen, meaning),
        **_as_asked_now(by, is_draft=bool(meaning.missing)),
    )
    return _kept(run, file)


@transaction.atomic
def again(
    *,
    run: Import,
    by: User,
    import_id: UUID,
    dry_run: bool,
    mapping: Mapping[str, str] | None = None,
    ask: bool = False,
) -> tuple[Import, bool]:
    """Run a file that is here already once more: for real after a dry run, say.

    Args:
        run: whose file it is.
        by: who asks.
        import_id: of the new run, the client's own.
        dry_run: of the new run.
        mapping: field → header; that of the first run by default.
        ask: only make a draft, whose columns are to be looked at.

    Returns:
        The new import, and whether it is new.

    Raises:
        NotAllowed: `by` may not import for the organization.
        Suspended: they may post nothing.
        TooMany: as many as may wait and run at once do.
        Invalid: on `mapping`; or on `file`, which is forgotten.
        IdempotencyMismatch: the id holds other content.
        InFlight: the same is being sent at this moment.
    """
    require_unsuspended(by)
    require_import(by, run.organization, run.kind)
    content = fingerprint(str(by.pk), "again", str(run.pk), dry_run, mapping, ask)
    if known := repeated(Import, import_id, content):
        return known, False
    require_room(run.organization)
    if run.is_forgotten:
        raise Invalid(file=_("The file is not there any more. Send it again."))
    fields = run.mapping if mapping is None else mapping
    meaning = Meaning(dict(run.mapping), [], list(run.remarks))
    if run.form == FileForm.CSV and mapping is not None:
        meaning = understand(run.kind, run.columns, said=fields)
    if meaning.missing:
        raise Invalid(mapping=meaning.missing)
    copied = ("organization", "kind", "form", "file_name", "file_key", "encoding", "delimiter")
    copy = Import(
        id=import_id,
        fingerprint=content,
        created_by=by,
        dry_run=dry_run,
        columns=run.columns,
        mapping=meaning.fields,
        remarks=meaning.told(),
        total=run.total,
        **{name: getattr(run, name) for name in copied},
        **_as_asked_now(by, is_draft=ask),
    )
    return _inserted(copy)


def _survey(file: IO[bytes], kind: str) -> Survey:
    most = settings.IMPORT_MAX_MB
    file.seek(0, 2)
    if file.tell() > most * MEGABYTE:
        said = _("This file is larger than %(most)d MB. Send it in parts.")
        raise Invalid(file=said % {"most": most})
    try:
        return files.survey(file, kind)
    except UnusableFile as error:
        raise Invalid(file=str(error)) from error


def _as_surveyed(seen: Survey, meaning: Meaning) -> dict[str, Any]:
    """What the file says of itself, as it is stored."""
    return {
        "form": seen.form,
        "encoding": seen.encoding,
        "delimiter": seen.delimiter,
        "columns": list(seen.columns),
        "mapping": meaning.fields,
        "remarks": [*filter(None, [seen.remark]), *meaning.told()],
        "total": seen.total,
    }


def _as_asked_now(by: User, *, is_draft: bool) -> dict[str, Any]:
    """Whether it may go, and in which language it answers."""
    state = ImportState.DRAFT if is_draft else ImportState.WAITING
    return {"state": state, "language": get_language() or by.language}


def _kept(run: Import, file: IO[bytes]) -> tuple[Import, bool]:
    """The row with its file, or neither."""
    run.file_key = files.keep(file, run.pk)
    is_needed = False
    try:
        made, is_needed = _inserted(run)
    finally:
        if not is_needed:
            files.forget(run.file_key)
    return made, is_needed


@transaction.atomic
def _inserted(run: Import) -> tuple[Import, bool]:
    """The row under the client's own id, once; a run that may go is rung for."""
    made, is_new = create_once(run)
    if is_new and made.state in LIVE:
        remember_meaning(made)
        claiming.ring(made.pk)
    return made, is_new


def _plain(name: str) -> str:
    """A file's name as it can be stored and shown."""
    return "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME]

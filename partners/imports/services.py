"""The verbs of imports: keyword-only, one transaction each."""

from collections.abc import Mapping
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import IdempotencyMismatch, Invalid, NotAllowed, TransitionForbidden
from core.idempotency import fingerprint
from partners.errors import UnusableFile
from partners.imports import claiming, files
from partners.imports.enums import ENDED, LIVE, FileForm, ImportKind, ImportState
from partners.imports.files import Survey
from partners.imports.mapping import Meaning, understand
from partners.imports.permissions import can_import
from partners.models import Import, ImportMapping, SeenId

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
        Invalid: on `file` or `mapping`.
        IdempotencyMismatch: the id holds other content.
    """
    require_unsuspended(by)
    require_import(by, organization, kind)
    seen = _survey(file, kind)
    content = _content(by, organization, kind, dry_run, mapping, seen.sha256)
    if known := _repeated(import_id, content):
        return known, False
    meaning = _meaning(organization, kind, seen, mapping)
    if meaning.missing and not ask:
        raise Invalid(mapping=meaning.missing)
    run = Import(
        id=import_id,
        fingerprint=content,
        organization=organization,
        created_by=by,
        kind=kind,
        form=seen.form,
        dry_run=dry_run,
        language=get_language() or by.language,
        state=ImportState.DRAFT if meaning.missing else ImportState.WAITING,
        file_name=_plain(file_name),
        encoding=seen.encoding,
        delimiter=seen.delimiter,
        columns=list(seen.columns),
        mapping=meaning.fields,
        remarks=[*filter(None, [seen.remark]), *meaning.remarks],
        total=seen.total,
    )
    run.file_key = files.keep(file, import_id)
    return _inserted(run)


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
        TransitionForbidden: it is no draft any more.
    """
    require_import(by, run.organization, run.kind)
    held = Import.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state != ImportState.DRAFT:
        raise TransitionForbidden(_("This import has started already."), {"state": held.state})
    meaning = understand(held.kind, held.columns, said=mapping)
    if meaning.missing:
        raise Invalid(mapping=meaning.missing)
    remark = [said for said in held.remarks[:1] if held.encoding in ("cp1252", "latin-1")]
    held.mapping, held.remarks = meaning.fields, [*remark, *meaning.remarks]
    held.state = ImportState.WAITING
    held.dry_run = held.dry_run if dry_run is None else dry_run
    held.save(update_fields=["mapping", "remarks", "state", "dry_run"])
    _remember_meaning(held)
    claiming.ring(held.pk)
    return held


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
        Invalid: on `mapping`; or on `file`, which is forgotten.
        IdempotencyMismatch: the id holds other content.
    """
    require_unsuspended(by)
    require_import(by, run.organization, run.kind)
    content = fingerprint(str(by.pk), "again", str(run.pk), dry_run, mapping, ask)
    if known := _repeated(import_id, content):
        return known, False
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
        language=get_language() or by.language,
        state=ImportState.DRAFT if ask else ImportState.WAITING,
        columns=run.columns,
        mapping=meaning.fields,
        remarks=meaning.remarks,
        total=run.total,
        **{name: getattr(run, name) for name in copied},
    )
    return _inserted(copy)


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
    if (following := claiming.next_of(held)) is not None:
        claiming.ring(following)
    return held


def require_import(by: User, organization: Organization, kind: str = "") -> None:
    """
    Raises:
        NotAllowed: `by` may not import this for the organization.
    """
    if can_import(by, organization, kind):
        return
    if kind == ImportKind.ORGANIZATIONS and can_import(by, organization):
        raise NotAllowed(_("Organizations are brought in by those who operate this site."))
    raise NotAllowed(_("Only owners and coordinators may import for this organization."))


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


def _meaning(
    organization: Organization, kind: str, seen: Survey, mapping: Mapping[str, str] | None
) -> Meaning:
    if seen.form == FileForm.HSDS:
        return Meaning()
    remembered = ImportMapping.objects.filter(organization=organization, kind=kind).first()
    return understand(
        kind,
        seen.columns,
        said=mapping,
        remembered=remembered.columns if remembered else None,
    )


def _remember_meaning(run: Import) -> None:
    """For the next file of its kind; JSON says itself what it means."""
    if run.form == FileForm.CSV:
        ImportMapping.objects.update_or_create(
            organization_id=run.organization_id,
            kind=run.kind,
            defaults={"columns": run.mapping, "updated_at": clock.now()},
        )


def _inserted(run: Import) -> tuple[Import, bool]:
    """The row under the client's own id, once; a run that may go is rung for."""
    try:
        with transaction.atomic():
            run.save(force_insert=True)
            if run.state in LIVE:
                _remember_meaning(run)
                claiming.ring(run.pk)
        return run, True
    except IntegrityError:
        known = _repeated(run.pk, run.fingerprint)
        if known is None:
            raise
        if known.file_key != run.file_key:
            files.forget(run.file_key)
        return known, False


def _repeated(import_id: UUID, content: str) -> Import | None:
    known = Import.objects.select_related("organization").filter(pk=import_id).first()
    if known is not None and known.fingerprint != content:
        raise IdempotencyMismatch
    return known


def _content(
    by: User,
    organization: Organization,
    kind: str,
    dry_run: bool,
    mapping: Mapping[str, str] | None,
    sha256: str,
) -> str:
    return fingerprint(str(by.pk), str(organization.pk), kind, dry_run, mapping or {}, sha256)


def _plain(name: str) -> str:
    """A file's name as it can be stored and shown."""
    return "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME]

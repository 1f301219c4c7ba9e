"""What columns meant last time, for the next file of an organization."""

from collections.abc import Mapping

from accounts.models import Organization
from core import clock
from partners.imports.enums import FileForm
from partners.imports.files import Survey
from partners.imports.mapping import Meaning, understand
from partners.models import Import, ImportMapping


def meaning_of(
    organization: Organization, kind: str, seen: Survey, mapping: Mapping[str, str] | None
) -> Meaning:
    """What a file's columns mean: as is said now, as was said last time, or as their names say."""
    if seen.form == FileForm.HSDS:
        return Meaning()
    remembered = ImportMapping.objects.filter(organization=organization, kind=kind).first()
    return understand(
        kind,
        seen.columns,
        said=mapping,
        remembered=remembered.columns if remembered else None,
    )


def remember_meaning(run: Import) -> None:
    """For the next file of its kind; JSON says itself what it means."""
    if run.form == FileForm.CSV:
        ImportMapping.objects.update_or_create(
            organization_id=run.organization_id,
            kind=run.kind,
            defaults={"columns": run.mapping, "updated_at": clock.now()},
        )

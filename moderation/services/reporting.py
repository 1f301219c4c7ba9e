"""Saying that something is wrong."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tallies import count_up
from core import clock
from core.errors import IdempotencyMismatch, Invalid
from core.idempotency import fingerprint
from moderation.enums import REASONS
from moderation.models import MAX_NOTE, Report
from moderation.subjects import Subject


@transaction.atomic
def report(
    *,
    by: User,
    report_id: UUID,
    subject_type: str,
    subject: Subject,
    reason: str,
    note: str = "",
) -> tuple[Report, bool]:
    """Report something to the moderators, once while nobody has decided; what is said again in
    other words is added.

    Args:
        by: who reports; suspended people may, too.
        report_id: the client's own id.
        subject_type: of `SubjectType`.
        subject: as `moderation.subjects.find` found it for them.
        reason: one of `REASONS` for this type.
        note: what happened, in their words.

    Returns:
        The report, and whether it is new: the same id with the same content makes one, and a
        further report of the same subject answers the open one, with what it says besides.

    Raises:
        Invalid: by field; one's own things, too.
        IdempotencyMismatch: the id holds other content.
        TooMany: more than `REPORTS_A_DAY`.
    """
    note = note.strip()
    _check(by, subject_type, subject, reason, note)
    content = fingerprint("report", str(by.pk), subject_type, str(subject.thing.pk), reason, note)
    row = Report(
        id=report_id,
        fingerprint=content,
        reporter=by,
        subject_type=subject_type,
        subject_id=subject.thing.pk,
        person=subject.person,
        organization=subject.organization,
        reason=reason,
        note=note,
        snapshot=subject.snapshot(),
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _known(row), False
    count_up(by.pk, "reports", limit=settings.REPORTS_A_DAY, period=timedelta(days=1))
    return row, True


def _check(by: User, subject_type: str, subject: Subject, reason: str, note: str) -> None:
    if subject.is_of(by):
        raise Invalid(subject=_("This is yours."))
    if reason not in REASONS[subject_type]:
        raise Invalid(reason=_("Choose one of the reasons."))
    if len(note) > MAX_NOTE:
        raise Invalid(note=_("At most %(most)s characters.") % {"most": MAX_NOTE})


def _known(row: Report) -> Report:
    same_id = Report.objects.filter(pk=row.pk).first()
    if same_id is not None:
        if same_id.fingerprint != row.fingerprint:
            raise IdempotencyMismatch
        return same_id
    own = Report.objects.filter(reporter=row.reporter).open()
    known = own.about(row.subject_type, row.subject_id).select_for_update().get()
    return _with_words_of(row, known)


def _with_words_of(again: Report, known: Report) -> Report:
    """What is said for the second time stands below what was said first; the reason stays."""
    label = "" if again.reason == known.reason else str(again.get_reason_display())
    words = [part for part in (label, again.note) if part and part not in known.note]
    if words:
        note = "\n\n".join(part for part in (known.note, ": ".join(words)) if part)
        if len(note) > MAX_NOTE:
            raise Invalid(note=_("You have reported this before, and more does not fit."))
        known.note = note
        known.save(update_fields=["note"])
    return known

"""What moderators do about a report."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import Invalid, NotAllowed
from core.events.notices import request_notice
from moderation.enums import ABOUT_THINGS, AGAINST, Action, Reason, SubjectType
from moderation.models import MAX_WORDS, Decision, Report
from moderation.permissions import can_decide_about
from moderation.services import effects
from moderation.subjects import load

SUSPENSIONS = (1, 7, 30)


def actions_for(report: Report) -> list[Action]:
    """What can be decided about the subject of a report."""
    possible = [Action.DISMISS]
    if report.person_id or report.organization_id:
        possible.append(Action.WARN)
    if report.subject_type != SubjectType.PERSON:
        possible += ABOUT_THINGS
    if report.person_id:
        possible += [Action.SUSPEND, Action.LIFT]
    return possible


@transaction.atomic
def decide(
    *,
    report: Report,
    by: User,
    action: str,
    reason: str = "",
    words: str = "",
    days: int | None = None,
) -> Decision:
    """Decide about a report, and with it about all open ones of the same subject.

    Args:
        report: any copy of it; one that was decided may be decided about again.
        by: the moderator.
        action: of `actions_for`.
        reason: of `Reason`; the report's own when left out.
        words: to those it is about; asked for where it is against them.
        days: of a suspension; None has no end.

    Returns:
        The decision. Those it is about, and the reporters, are told.

    Raises:
        Invalid: by field.
        NotAllowed: no moderator, or about themselves, other staff, or their own organization.
        TransitionForbidden: what should be hidden is not there any more.
    """
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not can_decide_about(by, report.person, report.organization):
        raise NotAllowed(_("You cannot decide about this."))
    words = words.strip()
    reason = reason or report.reason
    _check(report, action, reason, words, days)
    decision = Decision(
        subject_type=report.subject_type,
        subject_id=report.subject_id,
        person=report.person,
        organization=None if action in (Action.SUSPEND, Action.LIFT) else report.organization,
        action=action,
        reason=reason,
        words=words,
        by=by,
        at=clock.now(),
        until=_until(action, days),
    )
    effects.apply(decision, load(report.subject_type, report.subject_id))
    decision.save(force_insert=True)
    _close(report, decision)
    _tell(decision)
    return decision


@transaction.atomic
def end_decision(*, decision: Decision) -> bool:
    """End a suspension whose time is over.

    Returns:
        Whether it ended now.
    """
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not row.is_in_force or row.until is None or row.until > clock.now():
        return False
    effects.undo(row, by=None)
    return True


def _check(report: Report, action: str, reason: str, words: str, days: int | None) -> None:
    if action not in actions_for(report):
        raise Invalid(action=_("This cannot be decided here."))
    if reason not in Reason.values:
        raise Invalid(reason=_("Choose one of the reasons."))
    if action in AGAINST and not words:
        raise Invalid(words=_("Say what they are told: what was decided and why."))
    if len(words) > MAX_WORDS:
        raise Invalid(words=_("At most %(most)s characters.") % {"most": MAX_WORDS})
    if days is not None and (action != Action.SUSPEND or days not in SUSPENSIONS):
        raise Invalid(days=_("Choose for how long."))


def _until(action: str, days: int | None) -> datetime | None:
    if action != Action.SUSPEND or days is None:
        return None
    return clock.now() + timedelta(days=days)


def _close(report: Report, decision: Decision) -> None:
    """Every open report of the subject is decided by it, and whoever made it is told so."""
    same = Report.objects.about(report.subject_type, report.subject_id).open()
    for row in same.select_related("reporter").select_for_update(of=("self",)):
        row.decided_at, row.decision = decision.at, decision
        row.save(update_fields=["decided_at", "decision"])
        if row.reporter is not None:
            request_notice("report_decided", to=row.reporter.pseudonym, about=("report", row.pk))


def _tell(decision: Decision) -> None:
    if decision.action == Action.DISMISS:
        return
    party = decision.organization or decision.person
    if party is not None:
        request_notice(
            "moderated",
            to=party.pseudonym,
            about=("decision", decision.pk),
            action=str(decision.action),
        )

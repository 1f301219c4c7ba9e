"""What a moderator needs to know before deciding: the subject, its past, and the person's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import Block, User
from commitments.enums import CommitmentState
from commitments.models import Commitment
from listings.models import Listing
from moderation.models import Decision, DecisionTrail, ObjectionTrail, Report, ReportTrail
from moderation.subjects import MODELS, load
from requests_app.models import FoodRequest

EARLIER = 10


@dataclass(frozen=True)
class Step:
    """One recorded change: when, of what, to what, and by whom."""

    at: datetime
    what: str
    said: str
    who: str


def of_report(report: Report) -> dict[str, Any]:
    """The one page about a report."""
    others = Report.objects.about(report.subject_type, report.subject_id).exclude(pk=report.pk)
    return {
        "report": report,
        "thing_url": _admin_url(report),
        "texts": report.snapshot.get("texts", {}),
        "before": report.snapshot.get("before", []),
        "others": others.select_related("reporter").order_by("-created_at")[:EARLIER],
        "person_facts": of_person(report.person) if report.person else {},
        "earlier": earlier_decisions(report),
        "trail": trail_of(report),
    }


def of_person(person: User) -> dict[str, int]:
    """How many of what, in plain numbers: no score."""
    mine = Commitment.objects.visible_to(person)
    return {
        "listings": Listing.objects.filter(owner=person).count(),
        "requests": FoodRequest.objects.filter(owner=person).count(),
        "exchanges": mine.count(),
        "kept": mine.in_state(CommitmentState.FULFILLED).count(),
        "missed": mine.in_state(CommitmentState.MISSED).count(),
        "cancelled": mine.in_state(CommitmentState.CANCELLED).count(),
        "reports_about": Report.objects.filter(person=person).count(),
        "reports_made": Report.objects.of(person).count(),
        "blocked_by": Block.objects.filter(blocked=person).count(),
    }


def earlier_decisions(report: Report) -> list[Decision]:
    """About the same person, or the same thing where there is no person; the latest first."""
    rows = Decision.objects.select_related("by", "objection")
    same = (
        rows.filter(person=report.person)
        if report.person_id
        else rows.about(report.subject_type, report.subject_id)
    )
    return list(same.order_by("-at", "-pk")[:EARLIER])


def trail_of(report: Report) -> list[Step]:
    """Every recorded step of a report, and of the decision and the objection that followed."""
    rows: list[Any] = list(_with_context(ReportTrail).filter(pgh_obj=report.pk))
    if report.decision_id:
        rows += _with_context(DecisionTrail).filter(pgh_obj=report.decision_id)
        rows += _with_context(ObjectionTrail).filter(pgh_obj__decision=report.decision_id)
    rows.sort(key=lambda row: row.pgh_created_at)
    asked_by = {id(row): _asked_by(row) for row in rows}
    askers = User.objects.filter(pk__in=set(filter(None, asked_by.values())))
    people = {str(one.pk): one for one in askers}
    return [
        Step(
            at=row.pgh_created_at,
            what=str(row._meta.verbose_name),
            said=_said(row),
            who=str(people.get(asked_by[id(row)]) or ""),
        )
        for row in rows
    ]


def _with_context(model: Any) -> Any:
    return model.objects.select_related("pgh_context")


def _asked_by(row: Any) -> str:
    """Id of whoever was signed in when it happened; "" for the system."""
    metadata = row.pgh_context.metadata if row.pgh_context else {}
    return str(metadata.get("user") or "")


def _said(row: Any) -> str:
    """The state it came to, in one word or two."""
    if isinstance(row, DecisionTrail):
        action = str(row.get_action_display())
        return _("%(action)s (ended)") % {"action": action} if row.ended_at else action
    if isinstance(row, ObjectionTrail):
        return str(row.get_outcome_display()) if row.outcome else _("waiting")
    return _("decided") if row.decided_at else _("waiting")


def _admin_url(report: Report) -> str:
    thing: Model | None = load(report.subject_type, report.subject_id)
    if thing is None:
        return ""
    meta = MODELS[report.subject_type]._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])
    except NoReverseMatch:  # messages have no page of their own
        return ""

"""What a moderator needs to know before deciding: the subject, its past, and the person's."""

from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from accounts.models import Block, User
from commitments.enums import CommitmentState
from commitments.models import Commitment
from listings.models import Listing
from moderation.models import Decision, DecisionTrail, ObjectionTrail, Report, ReportTrail
from moderation.subjects import MODELS, load
from requests_app.models import FoodRequest

EARLIER = 10


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


def trail_of(report: Report) -> list[Any]:
    """Every recorded step of a report, and of the decision and the objection that followed."""
    steps: list[Any] = list(ReportTrail.objects.filter(pgh_obj=report.pk))
    if report.decision_id:
        steps += DecisionTrail.objects.filter(pgh_obj=report.decision_id)
        steps += ObjectionTrail.objects.filter(pgh_obj__decision=report.decision_id)
    return sorted(steps, key=lambda step: step.pgh_created_at)


def _admin_url(report: Report) -> str:
    thing: Model | None = load(report.subject_type, report.subject_id)
    if thing is None:
        return ""
    meta = MODELS[report.subject_type]._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])
    except NoReverseMatch:  # messages have no page of their own
        return ""

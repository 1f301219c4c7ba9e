"""Reports and decisions as the API tells and takes them."""

from typing import Any

from rest_framework import serializers

from moderation.enums import Action, Outcome, Reason, SubjectType
from moderation.models import MAX_NOTE, MAX_WORDS, Decision, Report
from moderation.presenters import outcome


class NewReportBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="The client's own id; sent twice, it is made once.")
    subject_type = serializers.ChoiceField(choices=SubjectType.choices)
    subject = serializers.UUIDField(help_text="Id of what is reported.")
    reason = serializers.ChoiceField(
        choices=Reason.choices, help_text="Which ones there are depends on `subject_type`."
    )
    note = serializers.CharField(max_length=MAX_NOTE, required=False, allow_blank=True, default="")


class ReportSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    subject_type = serializers.ChoiceField(choices=SubjectType.choices)
    subject = serializers.UUIDField()
    reason = serializers.ChoiceField(choices=Reason.choices)
    note = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["open", "acted", "nothing_done"])
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class ReportListSerializer(serializers.Serializer[Any]):
    items = ReportSerializer(many=True)


class ObjectionSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    created_at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_null=True)
    words = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class DecisionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    subject_type = serializers.ChoiceField(choices=SubjectType.choices)
    subject = serializers.UUIDField()
    action = serializers.ChoiceField(choices=Action.choices)
    reason = serializers.ChoiceField(choices=Reason.choices)
    text = serializers.CharField(help_text="What it means, in the reader's language.")
    words = serializers.CharField(help_text="The moderator's own words.")
    at = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    in_force = serializers.BooleanField()
    can_object = serializers.BooleanField()
    objection = ObjectionSerializer(allow_null=True)


class DecisionListSerializer(serializers.Serializer[Any]):
    items = DecisionSerializer(many=True)


class ObjectionBody(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=MAX_WORDS)


def report_json(report: Report) -> dict[str, Any]:
    return {
        "id": report.pk,
        "subject_type": report.subject_type,
        "subject": report.subject_id,
        "reason": report.reason,
        "note": report.note,
        "outcome": outcome(report),
        "created_at": report.created_at,
        "decided_at": report.decided_at,
    }


def decision_json(decision: Decision) -> dict[str, Any]:
    objection = getattr(decision, "objection", None)
    return {
        "id": decision.pk,
        "subject_type": decision.subject_type,
        "subject": decision.subject_id,
        "action": decision.action,
        "reason": decision.reason,
        "text": decision.told,
        "words": decision.words,
        "at": decision.at,
        "until": decision.until,
        "in_force": decision.is_in_force,
        "can_object": decision.is_against and objection is None,
        "objection": objection
        and {
            "text": objection.text,
            "created_at": objection.created_at,
            "outcome": objection.outcome or None,
            "words": objection.words,
            "answered_at": objection.answered_at,
        },
    }

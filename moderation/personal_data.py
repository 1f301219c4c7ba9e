"""What moderation keeps about people. What was decided outlives them; who it was does not."""

from core import privacy
from moderation.models import ContactMessage, Decision, Objection, Report


def register() -> None:
    privacy.register(
        Report,
        owner="reporter",
        fields=("subject_type", "reason", "note", "created_at", "decided_at"),
        erase={"reporter": None, "note": ""},
    )
    # That others reported somebody is not theirs to export: it would tell who did.
    privacy.register(Report, owner="person", fields=(), erase={"person": None, "snapshot": {}})
    privacy.register(
        Decision,
        owner="person",
        fields=("subject_type", "action", "reason", "words", "at", "until", "ended_at"),
        erase={"person": None, "words": ""},
    )
    privacy.register(Decision, owner="by", fields=("action", "at"), erase={"by": None})
    privacy.register(
        Objection,
        owner="person",
        fields=("text", "created_at", "outcome", "words", "answered_at"),
        erase={"person": None, "text": "", "words": ""},
    )
    privacy.register(
        Objection, owner="answered_by", fields=("answered_at",), erase={"answered_by": None}
    )
    privacy.register(
        ContactMessage, owner="person", fields=("name", "email", "message", "created_at")
    )

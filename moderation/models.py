"""What people report, what moderators decide, and what those it is about object."""

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from accounts.models import Organization, User
from core import clock
from moderation.enums import AGAINST, TOLD, Action, Outcome, Reason, SubjectType
from moderation.querysets import DecisionQuerySet, ReportQuerySet

MAX_NOTE = 1000
MAX_WORDS = 2000
# The trail keeps who decided what and when; texts stay in the rows, where they can be erased.
REPORT_TRAIL = ("reason", "subject_type", "subject_id", "decided_at", "decision")
DECISION_TRAIL = ("action", "reason", "subject_type", "subject_id", "at", "until", "ended_at")
OBJECTION_TRAIL = ("outcome", "answered_at")
OF_IT = pghistory.ObjForeignKey(related_name="+")


def _who(name: object, related_name: str = "+") -> "models.ForeignKey[User | None, User | None]":
    """Somebody who may leave; what was decided stays."""
    return models.ForeignKey(
        User,
        verbose_name=name,  # type: ignore[arg-type]
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
    )


def _organization() -> "models.ForeignKey[Organization | None, Organization | None]":
    return models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )


class Decision(models.Model):
    """What a moderator did, why, and in which words those it is about were told.

    `organization` is told where it is about something of an organization, else `person`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_type = models.CharField(_("what it is about"), max_length=12, choices=SubjectType)
    subject_id = models.UUIDField(_("which"))
    person = _who(_("person"), "decisions_met")
    organization = _organization()
    action = models.CharField(_("decision"), max_length=8, choices=Action)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.TextField(_("words to the person"), max_length=MAX_WORDS, blank=True)
    by = _who(_("decided by"), "decisions_made")
    at = models.DateTimeField(_("decided at"), default=clock.now, editable=False)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # [subject type, id] of all it keeps out of sight.
    hidden = models.JSONField(_("hidden by it"), default=list, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=Action.values), name="decision_action_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="decision_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(action=Action.SUSPEND), name="decision_until_suspends"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="decision_by_subject"),
            models.Index(fields=["person", "-at", "-id"], name="decision_by_person"),
            models.Index(fields=["until"], name="decision_running", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} ({self.at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("moderation:decision", args=[self.pk])

    @property
    def is_against(self) -> bool:
        """Whether there is something to object to."""
        return self.action in AGAINST

    @property
    def is_in_force(self) -> bool:
        return self.is_against and self.ended_at is None

    @property
    def told(self) -> str:
        """What it means, for those it is about."""
        return str(TOLD.get(self.action, ""))


class Report(models.Model):
    """What somebody says is wrong, under the client's own id, with the subject as it was then."""

    id = models.UUIDField(primary_key=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    reporter = _who(_("reported by"), "reports_made")
    subject_type = models.CharField(_("what it is about"), max_length=12, choices=SubjectType)
    subject_id = models.UUIDField(_("which"))
    person = _who(_("person"), "reports_met")
    organization = _organization()
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.TextField(_("what happened"), max_length=MAX_NOTE, blank=True)
    snapshot = models.JSONField(_("as it was"), default=dict, blank=True)
    created_at = models.DateTimeField(_("reported at"), default=clock.now, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("decision"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "subject_type", "subject_id"],
                condition=Q(decided_at=None),
                name="report_open_once",
            ),
            models.CheckConstraint(
                condition=Q(subject_type__in=SubjectType.values), name="report_subject_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="report_reason_known"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="report_by_subject"),
            models.Index(fields=["reporter", "-created_at", "-id"], name="report_by_reporter"),
            models.Index(
                fields=["created_at"], name="report_waiting", condition=Q(decided_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_type_display()}: {self.get_reason_display()}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def title(self) -> str:
        """What it is about, in the words of the moment; "" once they are forgotten."""
        return str(self.snapshot.get("title", ""))


class Objection(models.Model):
    """That those a decision is about disagree; another moderator answers, where there is one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="objection")
    person = _who(_("objected by"), "objections")
    text = models.TextField(_("objection"), max_length=MAX_WORDS)
    created_at = models.DateTimeField(_("objected at"), default=clock.now, editable=False)
    outcome = models.CharField(_("answer"), max_length=8, choices=Outcome, blank=True)
    words = models.TextField(_("words to the person"), max_length=MAX_WORDS, blank=True)
    answered_by = _who(_("answered by"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None)
                | Q(outcome__in=Outcome.values, answered_at__isnull=False),
                name="objection_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}, {self.created_at:%Y-%m-%d}"


class ContactMessage(models.Model):
    """What somebody wrote to those who run the site."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = _who(_("account"))
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail address"))
    message = models.TextField(_("message"), max_length=4000)
    created_at = models.DateTimeField(_("written at"), default=clock.now, editable=False)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")
        indexes = [
            models.Index(
                fields=["created_at"], name="contact_unmailed", condition=Q(mailed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.created_at:%Y-%m-%d}"


class ReportTrail(
    pghistory.create_event_model(  # type: ignore[misc]
        Report,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=REPORT_TRAIL,
        obj_field=OF_IT,
    )
):
    """Each step of a report; a trigger writes it, whoever took it."""

    class Meta:
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")


class DecisionTrail(
    pghistory.create_event_model(  # type: ignore[misc]
        Decision,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=DECISION_TRAIL,
        obj_field=OF_IT,
    )
):
    class Meta:
        verbose_name = _("step of a decision")
        verbose_name_plural = _("steps of decisions")


class ObjectionTrail(
    pghistory.create_event_model(  # type: ignore[misc]
        Objection,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=OBJECTION_TRAIL,
        obj_field=OF_IT,
    )
):
    class Meta:
        verbose_name = _("step of an objection")
        verbose_name_plural = _("steps of objections")

"""Reports and decisions as those see them who made them, or whom they are about."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from moderation.enums import Action
from moderation.models import Decision, Report


def outcome(report: Report) -> str:
    """What the reporter is told: whether something was done, never what."""
    if report.is_open:
        return "open"
    done = report.decision is not None and report.decision.action != Action.DISMISS
    return "acted" if done else "nothing_done"


def outcome_text(report: Report) -> str:
    """The same in words."""
    texts = {
        "open": _("Waiting for a moderator"),
        "acted": _("A moderator has done something about it"),
        "nothing_done": _("A moderator looked at it and found nothing to do"),
    }
    return texts[outcome(report)]


def report_row(report: Report) -> dict[str, Any]:
    """For `components/rows.html`."""
    tones = {"open": "wait", "acted": "done", "nothing_done": "neutral"}
    return {
        "url": reverse("moderation:report_detail", args=[report.pk]),
        "title": report.title or str(report.get_subject_type_display()),
        "initial": "!",
        "text": _dated(report.get_reason_display(), report.created_at),
        "badge": {"open": _("Waiting"), "acted": _("Acted on"), "nothing_done": _("Looked at")}[
            outcome(report)
        ],
        "badge_tone": tones[outcome(report)],
    }


def decision_row(decision: Decision) -> dict[str, Any]:
    """For `components/rows.html`."""
    return {
        "url": decision.get_absolute_url(),
        "title": decision.told,
        "initial": "!",
        "text": _dated(decision.get_reason_display(), decision.at)
        if decision.is_against
        else _day(decision.at),
        "badge": _("In force") if decision.is_in_force else "",
        "badge_tone": "warn" if decision.is_in_force else "",
    }


def _dated(reason: Any, moment: datetime) -> str:
    return _("%(reason)s, on %(day)s") % {"reason": reason, "day": _day(moment)}


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")

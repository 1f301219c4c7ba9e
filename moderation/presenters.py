"""Reports and decisions as those see them who made them, or whom they are about."""

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
        "text": report.get_reason_display(),
        "badge": outcome_text(report),
        "badge_tone": tones[outcome(report)],
        "meta": _day(report.created_at),
    }


def decision_row(decision: Decision) -> dict[str, Any]:
    """For `components/rows.html`."""
    return {
        "url": decision.get_absolute_url(),
        "title": decision.told,
        "initial": "!",
        "text": decision.get_reason_display() if decision.is_against else "",
        "badge": _("In force") if decision.is_in_force else "",
        "badge_tone": "warn" if decision.is_in_force else "",
        "meta": _day(decision.at),
    }


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")

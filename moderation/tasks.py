"""What moderation does by the clock. Each is harmless twice."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from core import clock
from core.time_limits import limit_statements
from moderation.enums import Action
from moderation.models import ContactMessage, Decision, Report
from moderation.services.contact import mail_to_us
from moderation.services.deciding import end_decision

AT_ONCE = 50


def end_suspensions() -> int:
    """Lift those whose time is over, and show again what they hid; returns how many."""
    limit_statements()
    over = Decision.objects.in_force().filter(action=Action.SUSPEND, until__lte=clock.now())
    return sum(end_decision(decision=decision) for decision in over)


def forget_snapshots() -> int:
    """Forget the texts of what was reported, `SNAPSHOT_DAYS` after the decision; returns of how
    many reports. Those under an objection that nobody has answered are kept."""
    limit_statements()
    limit = clock.now() - timedelta(days=settings.SNAPSHOT_DAYS)
    old = Report.objects.filter(decided_at__lte=limit).exclude(snapshot={})
    waiting = old.filter(decision__objection__answered_at=None, decision__objection__isnull=False)
    return old.exclude(pk__in=list(waiting.values_list("pk", flat=True))).update(snapshot={})


def mail_contact_messages() -> int:
    """Mail what people wrote to `CONTACT_EMAIL`; returns how many."""
    limit_statements()
    if not settings.CONTACT_EMAIL:
        return 0
    sent = 0
    unmailed = ContactMessage.objects.filter(mailed_at=None).order_by("created_at")
    for message_id in list(unmailed.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            held = ContactMessage.objects.select_for_update(skip_locked=True)
            row = held.filter(pk=message_id, mailed_at=None).first()
            if row is None:
                continue
            mail_to_us(row)
            row.mailed_at = clock.now()
            row.save(update_fields=["mailed_at"])
            sent += 1
    return sent

"""What becomes of a delivery, and of its webhook, by how a call went."""

import random
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection, transaction

from core import clock
from partners.models import Webhook, WebhookAttempt, WebhookDelivery
from partners.webhooks.calling import Outcome
from partners.webhooks.claims import Claim, release
from partners.webhooks.enums import WebhookDeliveryState, WhyDisabled
from partners.webhooks.switching import switch_off

log = structlog.get_logger(__name__)

POSTPONE = """
UPDATE partners_webhookdelivery
SET due_at = statement_timestamp() + %(wait)s * interval '1 second'
WHERE id = %(delivery)s AND state = 'planned'
"""
REST = """
UPDATE partners_webhook
SET rests_until = statement_timestamp() + %(wait)s * interval '1 second'
WHERE id = %(webhook)s
"""


def note(held: Claim, outcome: Outcome) -> None:
    """Keep how a call went.

    Taken is taken, whoever has the delivery by now; a failure counts only for whoever still has it.
    """
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().filter(pk=held.webhook).first()
        delivery = WebhookDelivery.objects.filter(pk=held.delivery).first()
        if webhook is None or delivery is None:  # deleted meanwhile
            return
        _keep(delivery, outcome)
        is_own = delivery.attempts == held.attempt
        if outcome.is_taken:
            _taken(webhook, delivery)
        elif is_own and delivery.state == WebhookDeliveryState.PLANNED:
            _failed(webhook, delivery, outcome)
        if is_own:
            release([webhook.pk])


def _keep(delivery: WebhookDelivery, outcome: Outcome) -> None:
    WebhookAttempt.objects.create(
        delivery=delivery,
        at=clock.now(),
        status=outcome.status,
        milliseconds=outcome.milliseconds,
        error=outcome.error,
    )
    delivery.last_status, delivery.last_error = outcome.status, outcome.error
    delivery.save(update_fields=["last_status", "last_error"])


def _taken(webhook: Webhook, delivery: WebhookDelivery) -> None:
    delivery.state, delivery.sent_at = WebhookDeliveryState.SENT, clock.now()
    delivery.save(update_fields=["state", "sent_at"])
    if webhook.failing_since is not None:
        webhook.failing_since = None
        webhook.save(update_fields=["failing_since"])


def _failed(webhook: Webhook, delivery: WebhookDelivery, outcome: Outcome) -> None:
    now, patience = clock.now(), timedelta(hours=settings.WEBHOOK_PATIENCE_HOURS)
    facts = {"webhook": str(webhook.pk), "delivery": str(delivery.pk), "status": outcome.status}
    log.warning("webhook_failed", attempts=delivery.attempts, error=outcome.error, **facts)
    if webhook.failing_since is None:
        webhook.failing_since = now
        webhook.save(update_fields=["failing_since"])
    first = delivery.first_tried_at or now
    if outcome.is_gone or first <= now - patience:
        delivery.state = WebhookDeliveryState.FAILED
        delivery.save(update_fields=["state"])
    else:
        _postpone(delivery)
        _rest(webhook, now - webhook.failing_since)
    if outcome.is_gone:
        switch_off(webhook, WhyDisabled.GONE, by=None)
    elif webhook.failing_since <= now - patience:
        switch_off(webhook, WhyDisabled.FAILING, by=None)


def _postpone(delivery: WebhookDelivery) -> None:
    """5 s, 30 s, 2 min, 10 min, 30 min, then each hour; a quarter earlier or later by chance."""
    waits = settings.WEBHOOK_WAITS_SECONDS
    wait = waits[min(delivery.attempts, len(waits)) - 1] * random.uniform(0.75, 1.25)  # noqa: S311
    with connection.cursor() as cursor:
        cursor.execute(POSTPONE, {"wait": wait, "delivery": delivery.pk})


def _rest(webhook: Webhook, failing_for: timedelta) -> None:
    """As long again as it has been failing, from the shortest to the longest of the waits: what is
    due for it meanwhile, whatever it is about, would keep a turn from others for nothing."""
    shortest, *_between, longest = settings.WEBHOOK_WAITS_SECONDS
    wait = min(max(failing_for.total_seconds(), shortest), longest)
    with connection.cursor() as cursor:
        cursor.execute(REST, {"wait": wait, "webhook": webhook.pk})

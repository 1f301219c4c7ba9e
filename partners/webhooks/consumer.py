"""From events to deliveries: one row for each webhook that wants an event and may hear of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from core import clock
from core.events.models import DomainEvent
from core.events.registry import Consumer
from partners.models import Webhook, WebhookDelivery
from partners.webhooks import hearing
from partners.webhooks.audience import Standing, cells_of, standings_of, state_told
from partners.webhooks.enums import EventType
from partners.webhooks.waking import wake

NAME = "webhooks"
KEPT_FOR = timedelta(days=30)
"""Deliveries are kept so long: an older event, heard again, would be a new one."""

INSERT = """
INSERT INTO partners_webhookdelivery (id, webhook_id, event_id, subject_id, subject_version,
    subject_state, state, created_at, last_error)
SELECT *, 'planned', %(now)s, '' FROM unnest(%(ids)s::uuid[], %(webhooks)s::uuid[],
    %(events)s::uuid[], %(subjects)s::uuid[], %(versions)s::int[], %(states)s::text[])
ON CONFLICT (webhook_id, event_id) DO NOTHING
"""


def handle(events: Sequence[DomainEvent]) -> None:
    """Plan what webhooks are told of a batch of events. Harmless twice."""
    since = clock.now() - KEPT_FOR
    recent = [event for event in events if event.occurred_at > since]
    kinds = {event.type for event in recent}
    cells = {cell for event in recent for cell in cells_of(event)}
    webhooks = list(Webhook.objects.active().wanting(kinds, cells)) if recent else []
    if not webhooks:
        return
    standings, granted = standings_of(recent), hearing.granted(webhooks)
    planned = [
        delivery
        for event in recent
        for webhook in webhooks
        if _may_read(webhook, event, granted)
        and (delivery := _planned(webhook, event, standings.get(event.subject_id)))
    ]
    if planned:
        _insert(planned)
        wake()


def _insert(planned: Sequence[WebhookDelivery]) -> None:
    """In one statement, whatever the number; what was planned before stays as it is."""
    columns: dict[str, list[Any]] = {
        "ids": [each.pk for each in planned],
        "webhooks": [each.webhook_id for each in planned],
        "events": [each.event_id for each in planned],
        "subjects": [each.subject_id for each in planned],
        "versions": [each.subject_version for each in planned],
        "states": [each.subject_state for each in planned],
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {**columns, "now": clock.now()})


def _may_read(
    webhook: Webhook, event: DomainEvent, granted: Mapping[UUID, Collection[str]]
) -> bool:
    """Whether a program that gave the address has not lost the scope since."""
    scopes = granted.get(webhook.created_by_id) if webhook.created_by_id else None
    return scopes is None or hearing.scope_of(event.type) in scopes


def _planned(
    webhook: Webhook, event: DomainEvent, standing: Standing | None
) -> WebhookDelivery | None:
    """What it is told of an event; nothing of what was before it subscribed."""
    if event.type not in webhook.event_types or event.occurred_at < webhook.created_at:
        return None
    if webhook.cell and webhook.cell not in cells_of(event):
        return None
    state = state_told(event, standing, webhook.organization_id)
    if state is None:
        return None
    return WebhookDelivery(
        webhook=webhook,
        event=event,
        subject_id=event.subject_id,
        subject_version=event.subject_version,
        subject_state=state,
    )


MOST_AT_ONCE = 25
"""Events a batch: each may be told to many webhooks, and a batch is one transaction."""

CONSUMER = Consumer(
    name=NAME,
    event_types=frozenset(EventType.values),
    handle=handle,
    batch=MOST_AT_ONCE,
)

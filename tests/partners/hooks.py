"""Webhooks, made by the services, and time that passes for them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from accounts.models import Organization, User
from core.events.drain import drain
from partners.models import Webhook, WebhookDelivery
from partners.webhooks import services
from partners.webhooks.enums import EventType
from partners.webhooks.sending import send_due
from partners.webhooks.services import WebhookDraft

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def make_webhook(
    organization: Organization,
    url: str,
    *,
    by: User | None = None,
    types: Iterable[str] = tuple(EventType.values),
    cell: str = "",
) -> tuple[Webhook, str]:
    """Of an organization's first owner."""
    owner = by or organization.memberships.owners().select_related("user")[0].user
    draft = WebhookDraft(url=url, event_types=list(types), cell=cell)
    return services.subscribe(by=owner, organization=organization, webhook_id=uuid4(), draft=draft)


def planned(webhook: Webhook) -> list[WebhookDelivery]:
    """Everything that it is told of, in the order of the events."""
    drain("webhooks")
    return list(webhook.deliveries.select_related("event").order_by("event_id"))


def types_of(webhook: Webhook) -> list[str]:
    return [delivery.event_type for delivery in planned(webhook)]


def time_passes() -> None:
    """What waits to be tried again is due, leases and rests have ended."""
    WebhookDelivery.objects.planned().update(due_at=LONG_AGO)
    Webhook.objects.update(busy_until=LONG_AGO, rests_until=LONG_AGO)


def send_until_quiet(most: int = 20) -> None:
    """Drain, and send again and again, until nothing waits any more."""
    drain("webhooks")
    for _ in range(most):
        send_due()
        if not WebhookDelivery.objects.planned().exists():
            return
        time_passes()
    raise AssertionError("some still wait")

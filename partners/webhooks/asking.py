"""Which webhook a caller or reader means."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.models import User
from partners.models import Webhook, WebhookDelivery


def own_webhook(by: User, webhook_id: UUID) -> Webhook:
    """One of an organization that the person or program acts for.

    Raises:
        Http404: there is none.
    """
    rows = Webhook.objects.visible_to(by).select_related("organization")
    found: Webhook = get_object_or_404(rows, pk=webhook_id)
    return found


def own_delivery(webhook: Webhook, delivery_id: UUID) -> WebhookDelivery:
    """One of a webhook's deliveries.

    Raises:
        Http404: there is none.
    """
    rows = webhook.deliveries.select_related("event", "webhook__organization")
    found: WebhookDelivery = get_object_or_404(rows, pk=delivery_id)
    return found

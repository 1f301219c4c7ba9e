from core import clock
from partners.models import WebhookAttempt, WebhookDelivery
from partners.webhooks.consumer import KEPT_FOR
from partners.webhooks.enums import WebhookDeliveryState, WebhookState

BATCH = 1000


def forget_old() -> int:
    """Delete attempts, and deliveries that wait no more, after thirty days. Harmless twice.

    What is planned for a webhook that is off waits for nothing.

    Returns:
        How many deliveries went.
    """
    limit = clock.now() - KEPT_FOR
    WebhookAttempt.objects.filter(at__lt=limit).delete()
    old = WebhookDelivery.objects.filter(created_at__lt=limit)
    ended = old.exclude(state=WebhookDeliveryState.PLANNED, webhook__state=WebhookState.ACTIVE)
    count = 0
    while keys := list(ended.values_list("pk", flat=True)[:BATCH]):
        WebhookDelivery.objects.filter(pk__in=keys).delete()
        count += len(keys)
    return count

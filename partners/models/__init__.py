from partners.models.need_lists import NeedLine, NeedList
from partners.models.webhooks import Webhook, WebhookAttempt, WebhookDelivery

__all__ = ["NeedLine", "NeedList", "Webhook", "WebhookAttempt", "WebhookDelivery"]

from partners.models.imports import ExternalId, Import, ImportMapping, ImportProblem, SeenId
from partners.models.need_lists import NeedLine, NeedList
from partners.models.webhooks import Webhook, WebhookAttempt, WebhookDelivery

__all__ = [
    "ExternalId",
    "Import",
    "ImportMapping",
    "ImportProblem",
    "NeedLine",
    "NeedList",
    "SeenId",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
]

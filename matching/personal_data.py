"""What this floor keeps about people."""

from core import privacy
from matching.models import Alert, SavedSearch

SEARCH_FIELDS = (
    "organization",
    "kind",
    "words",
    "category",
    "food",
    "diets",
    "exclude_allergens",
    "cell",
    "radius_km",
    "active",
    "created_at",
    "last_alert_at",
)
ALERT_FIELDS = (
    "post_type",
    "post_id",
    "reason",
    "search",
    "request_id",
    "received_grams",
    "due_at",
    "state",
    "sent_at",
    "created_at",
)


def register() -> None:
    privacy.register(SavedSearch, owner="owner", fields=SEARCH_FIELDS)
    privacy.register(Alert, owner="recipient", fields=ALERT_FIELDS)

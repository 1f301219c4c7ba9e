"""What is written here: news as they are planned, what people chose, what they have read."""

from notifications.services.devices import register_device, remove_device
from notifications.services.digests import make_digest
from notifications.services.folding import follow_reading
from notifications.services.planning import plan
from notifications.services.preferences import change_preferences, unsubscribe
from notifications.services.reading import follow_acting, mark_all_read, mark_read
from notifications.services.retrying import retry

__all__ = [
    "change_preferences",
    "follow_acting",
    "follow_reading",
    "make_digest",
    "mark_all_read",
    "mark_read",
    "plan",
    "register_device",
    "remove_device",
    "retry",
    "unsubscribe",
]

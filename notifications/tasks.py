from core.time_limits import limit_statements
from notifications import services
from notifications.enums import DigestRhythm
from notifications.models import Digest, Notification, Preferences
from notifications.sending import send_due as send

SEND_SECONDS = 30.0
BATCH = 1000


def send_due() -> None:
    """Send what is due; harmless twice, at once, or late."""
    limit_statements()
    services.follow_reading()
    send(seconds=SEND_SECONDS)


def make_digests() -> None:
    """Make the digests that are due; harmless twice."""
    limit_statements()
    waiting = Notification.objects.awaiting_digest().values("recipient")
    chosen = Preferences.objects.exclude(digest=DigestRhythm.OFF).filter(user__in=waiting)
    for preferences in chosen.select_related("user").iterator(chunk_size=BATCH):
        services.make_digest(preferences=preferences)


def purge() -> None:
    """Forget notifications that were kept long enough, and digests that hold none any more."""
    limit_statements()
    while True:
        old = Notification.objects.expired().order_by("expires_at")[:BATCH]
        if not Notification.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[
            0
        ]:
            break
    Digest.objects.filter(notifications=None, dispatch__state__in=("sent", "skipped")).delete()

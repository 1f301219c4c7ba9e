from django.db import connection

from core.time_limits import limit_statements
from partners.webhooks import services
from partners.webhooks.claims import somebody_waits
from partners.webhooks.sending import send_due as send
from partners.webhooks.waking import wake

SEND_SECONDS = 25.0
LOCK = 7_115_914_005
"""Advisory lock of the worker that calls: slow receivers keep one worker busy, never all."""


def send_due() -> None:
    """Send what is due; harmless twice, at once, or late.

    Whoever finds another at it leaves it to that one, which looks once more before it is done.
    """
    limit_statements()
    if not _take():
        return
    try:
        send(seconds=SEND_SECONDS)
    finally:
        _give_back()
    if somebody_waits():
        wake()


def purge() -> None:
    """Forget attempts and deliveries that were kept long enough."""
    limit_statements()
    services.forget_old()


def _take() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _give_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

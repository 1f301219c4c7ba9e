from django.db import connection

from core.events import bell
from core.events.drain import drain
from core.events.models import Delivery

DRAIN_SECONDS = 30.0


def drain_consumer(name: str) -> None:
    """Absorb what is due for one consumer; harmless twice, at once, or late."""
    _limit_statements()
    drain(name, seconds=DRAIN_SECONDS)


def sweep() -> None:
    """Ring again for every consumer that has something due: for lost rings and retries."""
    due = Delivery.objects.due().order_by("consumer").values_list("consumer", flat=True).distinct()
    bell.ring(list(due))


def _limit_statements() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '20s'")

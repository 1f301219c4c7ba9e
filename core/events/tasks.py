import structlog

from core.events import bell, registry
from core.events.drain import drain
from core.events.models import Delivery
from core.time_limits import limit_statements

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 30.0


def drain_consumer(name: str) -> None:
    """Absorb what is due for one consumer; harmless twice, at once, or late.

    What is left when its time is over is rung for again.
    """
    if name not in registry.names():  # rung for by a newer or older release; its own will come
        log.warning("consumer_unknown", consumer=name)
        return
    limit_statements()
    bell.answer(name)
    drain(name, seconds=DRAIN_SECONDS)
    if Delivery.objects.of(name).due().exists():
        bell.ring([name])


def sweep() -> None:
    """Ring again for every consumer that has something due: for lost rings and retries."""
    due = Delivery.objects.due().filter(consumer__in=registry.names())
    bell.ring(sorted(set(due.values_list("consumer", flat=True).distinct())))

from collections.abc import Sequence

from core.events.models import DomainEvent
from core.events.registry import Consumer
from notifications import services
from notifications.news import EVENT_TYPES, news_of

NAME = "notifications"


def handle(events: Sequence[DomainEvent]) -> None:
    """Plan what people are told of a batch of events. Harmless twice."""
    services.plan(news_of(events))


CONSUMER = Consumer(name=NAME, event_types=EVENT_TYPES, handle=handle)

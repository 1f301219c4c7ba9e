from collections.abc import Sequence

from core.events.models import DomainEvent
from core.events.registry import Consumer
from notifications import services
from notifications.news import COMMITMENT_EVENTS, EVENT_TYPES, news_of

NAME = "notifications"


def handle(events: Sequence[DomainEvent]) -> None:
    """Plan what people are told of a batch of events; what they answered by one of them asks
    them no more. Harmless twice."""
    services.plan(news_of(events))
    services.follow_acting(event for event in events if event.type in COMMITMENT_EVENTS)


CONSUMER = Consumer(name=NAME, event_types=EVENT_TYPES, handle=handle)

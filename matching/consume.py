"""What a new post means for those who look for such a thing."""

from collections.abc import Sequence
from typing import Any

from core.events.models import DomainEvent
from listings.models import Listing
from matching.services.alerting import find_recipients, wake_withheld
from posts.models import Post
from requests_app.models import FoodRequest

CONSUMER = "matching"
CREATED: dict[str, type[Post]] = {"listing.created": Listing, "request.created": FoodRequest}
UPDATED: dict[str, type[Post]] = {"listing.updated": Listing}
EVENT_TYPES = frozenset({*CREATED, *UPDATED})


def handle(events: Sequence[DomainEvent]) -> None:
    """Note who is told of what the events made, or opened again. Harmless twice: one alert a
    person and post, and the post is read as it is now."""
    for event in events:
        rows: Any = {**CREATED, **UPDATED}[event.type].rows().with_party()
        post = rows.filter(pk=event.subject_id).first()
        if post is None:
            continue
        if event.type in CREATED or _is_revival(event):
            find_recipients(post=post)
        if event.type in UPDATED:
            wake_withheld(post=post)


def ignore(events: Sequence[DomainEvent]) -> None:
    """A replay finds nobody: what was news once is not news again."""


def _is_revival(event: DomainEvent) -> bool:
    """Whether its time was over and it was given more: what had been lost is taken back."""
    delta = event.payload.get("lost_delta", 0)
    return isinstance(delta, int) and delta < 0

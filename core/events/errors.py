from collections.abc import Sequence

from core.events.models import DomainEvent


class PartlyDone(Exception):
    """Of a batch, some events have reached the world and others not.

    Args:
        done: those that have; all others are tried again, one by one.
    """

    def __init__(self, done: Sequence[DomainEvent]) -> None:
        super().__init__()
        self.done = frozenset(event.pk for event in done)

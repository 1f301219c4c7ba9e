"""What is going to happen, in the order of time."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count

from core import clock
from core.errors import Refused

Action = Callable[[], object]


class Agenda:
    """Runs actions at their moments; an action may put more on it, for later."""

    def __init__(self) -> None:
        self._queue: list[tuple[datetime, int, Action]] = []
        self._numbers = count()

    def at(self, moment: datetime, action: Action) -> None:
        """Let something happen at `moment` (aware); of one moment, first come first served."""
        heapq.heappush(self._queue, (moment, next(self._numbers), action))

    def run(self, until: datetime) -> Iterator[datetime]:
        """Let everything up to `until` happen, as told by the services' clock.

        What a service refuses (someone was quicker, its time was over) did not happen.

        Yields:
            The moment of each action, once it is over.
        """
        while self._queue and self._queue[0][0] <= until:
            moment, _number, action = heapq.heappop(self._queue)
            with clock.at(moment), suppress(Refused):
                action()
            yield moment

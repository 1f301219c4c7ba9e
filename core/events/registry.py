"""Who listens to which events. Filled by each app's `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.events.models import DomainEvent

Handler = Callable[[Sequence[DomainEvent]], None]


@dataclass(frozen=True)
class Consumer:
    """One listener.

    Args:
        name: what its deliveries are filed under.
        event_types: the types it wants.
        handle: absorbs a batch, in the one transaction that marks the batch done.
        rehandle: absorbs a batch that may have been absorbed before (a replay), changing nothing
            that was right; None where `handle` is harmless twice.
        batch: the most events it is handed at once.
        outside: it calls the world. Then `handle` gets one event at a time and runs outside a
            transaction; it keeps its own record of what was sent.
        together: how many events one that calls the world is handed at once. With more than one,
            it says by `core.events.errors.PartlyDone` which of them have reached the world.
    """

    name: str
    event_types: frozenset[str]
    handle: Handler
    batch: int = 500
    outside: bool = False
    rehandle: Handler | None = None
    together: int = 1


_consumers: dict[str, Consumer] = {}


def register(consumer: Consumer) -> None:
    """Subscribe `consumer`; registered again under its name, the last one holds."""
    _consumers[consumer.name] = consumer


def unregister(name: str) -> None:
    """Forget a consumer; its open deliveries stay."""
    _consumers.pop(name, None)


def get(name: str) -> Consumer:
    """The consumer of that name.

    Raises:
        LookupError: no app has registered it.
    """
    try:
        return _consumers[name]
    except KeyError:
        raise LookupError(f"no consumer is named {name!r}") from None


def names() -> list[str]:
    """All names, sorted."""
    return sorted(_consumers)


def listening_to(event_type: str) -> list[str]:
    """Names of the consumers that want events of this type, sorted."""
    return sorted(c.name for c in _consumers.values() if event_type in c.event_types)

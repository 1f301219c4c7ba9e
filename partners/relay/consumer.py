"""From the log to the bus: ten events a call; those that the bus refuses are tried one by one."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import boto3
import structlog
from botocore.config import Config
from django.conf import settings

from core.events import registry
from core.events.errors import PartlyDone
from core.events.models import DomainEvent
from core.events.registry import Consumer
from partners.relay.envelope import MOST_BYTES, MOST_ENTRIES, entry_of, size_of
from partners.webhooks.enums import EventType

log = structlog.get_logger(__name__)

NAME = "eventbridge"
CONNECT_SECONDS, READ_SECONDS = 2, 6
OF_PEOPLE = frozenset({"user.created", "user.updated", "user.erased", "insight.requested"})
RELAYED = frozenset(EventType.values) | OF_PEOPLE
"""What happens to things, and that a person came, changed or left: by pseudonym, as in the log.
Who is told what, and who writes to whom, is nobody else's."""


class BusRefused(Exception):
    """The bus did not take an event; the message is its code for why."""


def relay() -> None:
    """Listen, where there is a bus."""
    if settings.EVENTBRIDGE_BUS:
        registry.register(CONSUMER)


def handle(events: Sequence[DomainEvent]) -> None:
    """Put events on the bus.

    Raises:
        PartlyDone: the bus took some, and refused others.
        BusRefused: it took none.
        botocore.exceptions.BotoCoreError, ClientError: it could not be asked.
    """
    bus = settings.EVENTBRIDGE_BUS
    done: list[DomainEvent] = []
    refusal: Exception | None = None
    for batch in _batches([(event, entry_of(event, bus)) for event in events]):
        try:
            answer = _client().put_events(Entries=[entry for _event, entry in batch])
        except Exception as error:
            if not done:
                raise
            raise PartlyDone(done) from error
        for (event, _entry), result in zip(batch, answer["Entries"], strict=True):
            if result.get("EventId"):
                done.append(event)
            else:
                code = str(result.get("ErrorCode", ""))[:40]
                refusal = BusRefused(code)
                log.warning("event_not_relayed", event_id=str(event.pk), code=code)
    if refusal is not None:
        raise (PartlyDone(done) if done else refusal) from refusal


def _batches(
    entries: Sequence[tuple[DomainEvent, dict[str, Any]]],
) -> Iterator[list[tuple[DomainEvent, dict[str, Any]]]]:
    """In order, none of more entries or bytes than one call may have."""
    batch: list[tuple[DomainEvent, dict[str, Any]]] = []
    size = 0
    for event, entry in entries:
        more = size_of(entry)
        if batch and (len(batch) == MOST_ENTRIES or size + more > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((event, entry))
        size += more
    if batch:
        yield batch


def _client() -> Any:
    return _made(settings.EVENTBRIDGE_REGION, settings.EVENTBRIDGE_ENDPOINT_URL)


@cache
def _made(region: str, endpoint: str) -> Any:
    """Retries are ours: deliveries know how often something was tried."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": 1},
    )
    return boto3.client("events", region_name=region, endpoint_url=endpoint or None, config=config)


CONSUMER = Consumer(
    name=NAME, event_types=RELAYED, handle=handle, outside=True, together=MOST_ENTRIES
)

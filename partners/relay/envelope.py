"""An event as the bus gets it: the envelope of docs/events.md, whole."""

from datetime import UTC
from typing import Any

import orjson

from core.events.models import DomainEvent

SOURCE = "foodcoord"
MOST_ENTRIES = 10
MOST_BYTES = 256 * 1024
"""Of one call, as PutEvents counts them (`size_of`)."""
_TIME_BYTES = 14


def entry_of(event: DomainEvent, bus: str) -> dict[str, Any]:
    """What `PutEvents` calls an entry."""
    detail = {
        "id": str(event.pk),
        "type": event.type,
        "schema_version": event.schema_version,
        "occurred_at": event.occurred_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "actor": str(event.actor) if event.actor else None,
        "correlation_id": event.correlation_id,
        "subject_type": event.subject_type,
        "subject_id": str(event.subject_id),
        "subject_version": event.subject_version,
        "cells": event.cells,
        "payload": event.payload,
    }
    return {
        "EventBusName": bus,
        "Source": SOURCE,
        "DetailType": event.type,
        "Time": event.occurred_at,
        "Detail": orjson.dumps(detail).decode(),
    }


def size_of(entry: dict[str, Any]) -> int:
    """Bytes of an entry as the bus counts them: time, source, type and detail.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
    """
    texts = (entry["Source"], entry["DetailType"], entry["Detail"])
    return _TIME_BYTES + sum(len(text.encode()) for text in texts)

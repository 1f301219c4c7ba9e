"""What a receiver is told: which thing, which version, which state, where. Never more.

No words of people, no names or pseudonyms, no exact place: who wants to know more asks the API,
which looks who may.
"""

from datetime import UTC, datetime
from typing import Any

import orjson

from partners.models import WebhookDelivery


def body_of(delivery: WebhookDelivery) -> bytes:
    """The bytes that are sent; the same ones each time."""
    return orjson.dumps(told(delivery))


def told(delivery: WebhookDelivery) -> dict[str, Any]:
    """`{type, timestamp, data}`, as Standard Webhooks has it."""
    event = delivery.event
    if event is None:
        data: dict[str, Any] = {"webhook": str(delivery.webhook_id)}
        return _whole(delivery.event_type, delivery.created_at, data)
    data = {
        "event": str(event.pk),
        "subject_type": event.subject_type,
        "subject": str(event.subject_id),
        "version": event.subject_version,
        "state": delivery.subject_state or None,
        "cells": event.cells,
    }
    return _whole(event.type, event.occurred_at, data)


def _whole(kind: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    timestamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {"type": kind, "timestamp": timestamp, "data": data}

"""Reading events again: those that land on certain days, or all that count."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.db import connection

from insights.figures.days import midnight
from insights.figures.deltas import EVENT_TYPES

CONSUMER = "aggregates"
CHUNK = 5_000

# An event that waits to be absorbed for the first time is left to that; one that is replayed was
# absorbed before, or is absorbed by being read here.
READ = """
SELECT e.type, e.occurred_at, e.cells, e.payload::text
FROM core_domainevent e
WHERE e.type = ANY(%(types)s) AND e.occurred_at >= %(since)s
    AND NOT EXISTS (
        SELECT 1 FROM core_delivery d
        WHERE d.event_id = e.id AND d.consumer = %(consumer)s
            AND d.done_at IS NULL AND NOT d.replayed)
"""
LANDING = """
    AND ((e.occurred_at AT TIME ZONE 'UTC')::date = ANY(%(days)s::date[])
        OR e.payload->>'opened_on' = ANY(%(texts)s)
        OR e.payload->>'committed_on' = ANY(%(texts)s)
        OR e.payload->>'handed_over_on' = ANY(%(texts)s)
        OR e.payload->>'lost_on' = ANY(%(texts)s))
"""
CELLS = """
    AND (e.cells && %(cells)s::varchar[]
        OR e.payload->'moved_from' ?| %(cells)s::text[])
"""


class PastFact(NamedTuple):
    """An event as `deltas` wants it."""

    type: str
    occurred_at: datetime
    cells: Sequence[str]
    payload: dict[str, Any]


def landing_on(days: Sequence[date], cells: Sequence[str] | None = None) -> Iterator[PastFact]:
    """The absorbed events that can change these days, and perhaps others.

    Args:
        days: UTC.
        cells: where given, only events in any of these.
    """
    asked = {
        "since": midnight(min(days)),
        "days": list(days),
        "texts": [day.isoformat() for day in days],
        "cells": list(cells or ()),
    }
    return _stream(READ + LANDING + (CELLS if cells else ""), asked)


def since(day: date) -> Iterator[PastFact]:
    """All absorbed events from the beginning of a day on, in no order."""
    return _stream(READ, {"since": midnight(day)})


def _stream(statement: str, asked: dict[str, Any]) -> Iterator[PastFact]:
    """Row by row through a cursor on the server: a history does not fit in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, {**asked, "types": sorted(EVENT_TYPES), "consumer": CONSUMER})
        while rows := cursor.fetchmany(CHUNK):
            for event_type, occurred_at, cells, payload in rows:
                yield PastFact(event_type, occurred_at, cells, orjson.loads(payload))

"""Which events to read: given ones, those that land on certain days, or all since a day.

Each is a query for `figures.deltas.landed`, with the values it wants.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from insights.figures.days import midnight
from insights.figures.deltas import EVENT_TYPES, DayKey

CONSUMER = "aggregates"

Source = tuple[str, dict[str, Any]]

GIVEN = """
SELECT e.id, e.type, e.occurred_at, e.cells, e.payload FROM core_domainevent e
WHERE e.id = ANY(%(ids)s)
"""
# An event that waits to be absorbed for the first time is left to that; one that is replayed was
# absorbed before, or is absorbed by being read here.
ABSORBED = """
SELECT e.id, e.type, e.occurred_at, e.cells, e.payload FROM core_domainevent e
WHERE e.type = ANY(%(types)s) AND e.occurred_at >= %(since)s AND e.occurred_at < %(until)s
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
    AND (e.cells && %(cells)s::varchar[]
        OR e.payload->'moved_from' ?| %(cells)s::text[])
"""


def given(ids: Sequence[UUID]) -> Source:
    """These events."""
    return GIVEN, {"ids": list(ids)}


def landing_on(keys: Sequence[DayKey]) -> Source:
    """The absorbed events that can change these days of cells, and perhaps others."""
    days = sorted({day for _, _, day in keys})
    query, asked = between(days[0], date.max)
    return query + LANDING, {
        **asked,
        "days": days,
        "texts": [day.isoformat() for day in days],
        "cells": sorted({cell for cell, _, _ in keys}),
    }


def between(first: date, beyond: date) -> Source:
    """All absorbed events of the days from `first` on, up to the one before `beyond`."""
    return ABSORBED, {
        "since": midnight(first),
        "until": midnight(beyond),
        "types": sorted(EVENT_TYPES),
        "consumer": CONSUMER,
    }

"""Who sends what: one committed statement counts the attempt and leases the row."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Greatest, Now

from notifications.enums import DispatchState, Skipped
from notifications.models import Dispatch
from notifications.querysets import DispatchQuerySet

log = structlog.get_logger(__name__)

MAX_BACKOFF_SECONDS = 3600
A_WHILE = timedelta(seconds=30)

CLAIM = """
UPDATE notifications_dispatch SET attempts = attempts + 1,
    due_at = statement_timestamp() + %(lease)s * interval '1 second'
WHERE id = (
    SELECT id FROM notifications_dispatch
    WHERE state = 'planned' AND due_at <= statement_timestamp() AND attempts < %(max)s
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, attempts
"""
BURY = """
UPDATE notifications_dispatch SET state = 'failed', last_error = 'the sender died each time'
WHERE id IN (
    SELECT id FROM notifications_dispatch
    WHERE state = 'planned' AND due_at <= statement_timestamp() AND attempts >= %(max)s
    FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True)
class Claim:
    """A dispatch that is this sender's until its lease is over.

    Args:
        id: the dispatch.
        attempt: its number; a later one is somebody else's.
    """

    id: UUID
    attempt: int


def claim() -> Claim | None:
    """The dispatch that has been due longest, if any."""
    asked = {"lease": settings.DELIVERY_LEASE_SECONDS, "max": settings.DISPATCH_MAX_ATTEMPTS}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, asked)
        row = cursor.fetchone()
    return Claim(*row) if row else None


def bury_exhausted() -> int:
    """Give up on what was claimed as often as allowed and never came back.

    Returns:
        How many.
    """
    with connection.cursor() as cursor:
        cursor.execute(BURY, {"max": settings.DISPATCH_MAX_ATTEMPTS})
        buried: int = cursor.rowcount
    if buried:
        log.error("dispatches_buried", count=buried)
    return buried


def note_sent(held: Claim, *, at: datetime, provider_id: str) -> None:
    """Sent is sent, whoever holds it by now."""
    Dispatch.objects.filter(pk=held.id).update(
        state=DispatchState.SENT, sent_at=at, provider_id=provider_id[:200], last_error=""
    )


def note_skipped(held: Claim, reason: Skipped) -> None:
    _own(held).update(state=DispatchState.SKIPPED, skipped=reason, last_error="")


def note_quiet(held: Claim, until: datetime) -> None:
    """It waits for the end of the quiet hours, and has not been tried."""
    # Not before a while by the database's clock, should the clocks disagree.
    later = Greatest(Value(until), Now() + A_WHILE)
    _own(held).update(due_at=later, attempts=held.attempt - 1)


def note_failure(held: Claim, error: Exception, *, for_good: bool = False) -> None:
    """Back off 30 s, 1 min, 2 min…, an hour at most; after the last attempt it has failed."""
    facts = {"dispatch": str(held.id), "attempts": held.attempt, "error": _name(error)}
    if for_good or held.attempt >= settings.DISPATCH_MAX_ATTEMPTS:
        _own(held).update(state=DispatchState.FAILED, last_error=_name(error))
        log.error("dispatch_failed", **facts)
        return
    seconds = min(MAX_BACKOFF_SECONDS, 15 * 2**held.attempt) * random.uniform(0.5, 1)  # noqa: S311
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_dispatch SET last_error = %s, "
            "due_at = statement_timestamp() + %s * interval '1 second' "
            "WHERE id = %s AND attempts = %s AND state = 'planned'",
            [_name(error), seconds, held.id, held.attempt],
        )
    log.warning("dispatch_postponed", **facts)


def _own(held: Claim) -> DispatchQuerySet:
    return Dispatch.objects.planned().filter(pk=held.id, attempts=held.attempt)


def _name(error: Exception) -> str:
    """The class alone: a message could quote an address."""
    return f"{type(error).__module__}.{type(error).__qualname__}"[:200]

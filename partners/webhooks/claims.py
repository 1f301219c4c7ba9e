"""Who calls whom: a webhook has one call at a time, and each thing's story is told in order.

A claim is committed before the call: it counts the attempt and leases the webhook, so that a sender
that is killed has been counted, and its call is made again when the lease ends.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from partners.webhooks.consumer import NAME

# Nothing of the same subject is still open before it: neither planned for this webhook, nor an
# event that is yet to be planned (an earlier version is always committed before a later one).
FIRST = f"""
    NOT EXISTS (
        SELECT 1 FROM partners_webhookdelivery e
        WHERE e.webhook_id = d.webhook_id AND e.subject_id = d.subject_id AND e.state = 'planned'
            AND (e.subject_version, e.id) < (d.subject_version, d.id))
    AND NOT EXISTS (
        SELECT 1 FROM core_domainevent v JOIN core_delivery c ON c.event_id = v.id
        WHERE v.subject_id = d.subject_id AND v.subject_version < d.subject_version
            AND c.consumer = '{NAME}' AND c.done_at IS NULL AND c.dead_at IS NULL)
"""  # noqa: S608  # a name of our own
NEXT = f"""
    SELECT d.id FROM partners_webhookdelivery d
    WHERE d.webhook_id = w.id AND d.state = 'planned' AND d.due_at <= statement_timestamp()
        AND {FIRST}
    ORDER BY d.due_at, d.id LIMIT 1
"""  # noqa: S608
TURNS_AN_ORGANIZATION = 2
"""Calls at once: receivers that hang keep no more turns from those of others."""

READY = f"""
    w.state = 'active' AND w.busy_until <= statement_timestamp()
    AND (w.failing_since IS NULL OR w.rests_until <= statement_timestamp())
    AND NOT EXISTS (
        SELECT 1 FROM accounts_organization g
        WHERE g.id = w.organization_id AND g.hidden_at IS NOT NULL)
    AND EXISTS ({NEXT})
"""  # noqa: S608
BUSY = """
    SELECT count(*) FROM partners_webhook b
    WHERE b.organization_id = w.organization_id AND b.busy_until > statement_timestamp()
"""
LEASE = f"""
UPDATE partners_webhook SET served_at = statement_timestamp(),
    busy_until = statement_timestamp() + %(lease)s * interval '1 second'
WHERE id = ANY(ARRAY(
    SELECT w.id FROM partners_webhook w JOIN (
        SELECT w.id, ({BUSY}) + row_number() OVER (
            PARTITION BY w.organization_id ORDER BY w.served_at, w.id) AS turn
        FROM partners_webhook w WHERE {READY}
    ) r ON r.id = w.id
    WHERE r.turn <= {TURNS_AN_ORGANIZATION} AND w.busy_until <= statement_timestamp()
    ORDER BY w.served_at LIMIT %(most)s FOR UPDATE OF w SKIP LOCKED
))
RETURNING id
"""  # noqa: S608
COUNT = f"""
UPDATE partners_webhookdelivery SET attempts = attempts + 1,
    first_tried_at = COALESCE(first_tried_at, statement_timestamp())
WHERE id = ANY(ARRAY(
    SELECT ({NEXT}) FROM unnest(%(webhooks)s::uuid[]) AS w(id)
))
RETURNING webhook_id, id, attempts
"""  # noqa: S608
WAITS = f"""
SELECT EXISTS (
    SELECT 1 FROM partners_webhook w
    WHERE {READY} AND ({BUSY}) < {TURNS_AN_ORGANIZATION}
)
"""  # noqa: S608
RELEASE = """
UPDATE partners_webhook SET busy_until = statement_timestamp() WHERE id = ANY(%(webhooks)s::uuid[])
"""


@dataclass(frozen=True)
class Claim:
    """A delivery that is this sender's to make until the lease of its webhook is over.

    Args:
        webhook: whose turn it is.
        delivery: what it is told.
        attempt: its number; a later one is somebody else's.
    """

    webhook: UUID
    delivery: UUID
    attempt: int


def claim(most: int) -> list[Claim]:
    """The next delivery of each of up to `most` webhooks, those first that wait longest, and few of
    one organization. A hidden one's wait until it is shown again.

    Whoever is leased a webhook is alone with it; what it was leased for may have gone out since
    the statement began to look, so that is looked for again, by a statement of its own.
    """
    asked = {"lease": settings.WEBHOOK_LEASE_SECONDS, "most": most}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LEASE, asked)
        webhooks = [webhook for (webhook,) in cursor.fetchall()]
        if not webhooks:
            return []
        cursor.execute(COUNT, {"webhooks": webhooks})
        claims = [Claim(*row) for row in cursor.fetchall()]
        idle = set(webhooks) - {each.webhook for each in claims}
        if idle:
            release(idle)
    return claims


def release(webhooks: Collection[UUID]) -> None:
    """Let others have them."""
    with connection.cursor() as cursor:
        cursor.execute(RELEASE, {"webhooks": list(webhooks)})


def somebody_waits() -> bool:
    """Whether a claim would find anything now."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])

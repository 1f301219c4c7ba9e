"""What figures must be: plain SQL over the log of events, knowing nothing of `insights`."""

from datetime import date
from typing import NamedTuple

from django.db import connection


class Counted(NamedTuple):
    """Of one cell and category, over some days: counts, and whole grams."""

    listings: int
    requests: int
    promises: int
    offered: int
    asked: int
    promised: int
    handed_over: int
    lost: int


# One row for each thing an event says about a place on a day. A day that is said is never later
# than the event itself.
STATED = """
WITH log AS (
    SELECT type, payload AS p, cells, payload->>'category' AS category,
           (occurred_at AT TIME ZONE 'UTC')::date AS own,
           ARRAY(SELECT jsonb_array_elements_text(payload->'moved_from')) AS old_cells
    FROM core_domainevent WHERE payload->>'category' IS NOT NULL
),
stated (cells, category, day, what, amount) AS (
    SELECT cells, category, LEAST(own, (p->>'opened_on')::date), 'listings', 1
    FROM log WHERE type = 'listing.created'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'opened_on')::date), 'requests', 1
    FROM log WHERE type = 'request.created'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'opened_on')::date), 'offered', (p->>'grams')::bigint
    FROM log WHERE type = 'listing.created'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'opened_on')::date), 'asked', (p->>'grams')::bigint
    FROM log WHERE type = 'request.created'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'opened_on')::date), 'offered',
           (p->>'offered_delta')::bigint
    FROM log WHERE p ? 'offered_delta'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'opened_on')::date), 'asked',
           (p->>'requested_delta')::bigint
    FROM log WHERE p ? 'requested_delta'
    UNION ALL
    SELECT side.at, category, LEAST(own, (p->>'opened_on')::date), side.what, side.amount
    FROM log, LATERAL (VALUES
        (old_cells, 'listings', -1::bigint), (cells, 'listings', 1::bigint),
        (old_cells, 'offered', -(p->>'moved_grams')::bigint),
        (cells, 'offered', (p->>'moved_grams')::bigint)
    ) AS side(at, what, amount)
    WHERE p ? 'moved_from' AND type LIKE 'listing.%%'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'lost_on')::date), 'lost',
           COALESCE((p->>'lost')::bigint, 0) + COALESCE((p->>'lost_delta')::bigint, 0)
    FROM log WHERE p ? 'lost' OR p ? 'lost_delta'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'committed_on')::date), 'promises', 1
    FROM log WHERE p ? 'minutes_to_commitment'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'committed_on')::date), 'promises', -1
    FROM log WHERE type = 'commitment.updated' AND p->>'state' IN ('cancelled', 'missed')
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'committed_on')::date), 'promised',
           (p->>'committed_delta')::bigint
    FROM log WHERE p ? 'committed_delta'
    UNION ALL
    SELECT cells, category, LEAST(own, (p->>'handed_over_on')::date), 'handed_over',
           (p->>'handed_over_delta')::bigint
    FROM log WHERE p ? 'handed_over_delta'
)
SELECT what, SUM(amount) FROM stated
WHERE %(cell)s = ANY(cells) AND (%(category)s = '' OR category = %(category)s)
  AND day BETWEEN %(first)s AND %(last)s
GROUP BY what
"""


def counted(cell: str, category: str, first: date, last: date) -> Counted:
    """What the log says of a cell, in one category or, where it is empty, in all of them."""
    asked: dict[str, str | date] = {
        "cell": cell,
        "category": category,
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATED, asked)
        sums = {what: int(amount) for what, amount in cursor.fetchall()}
    return Counted(*(sums.get(name, 0) for name in Counted._fields))

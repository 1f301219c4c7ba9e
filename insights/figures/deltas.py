"""What events change in the figures. The only definition there is: absorbing, replaying,
rebuilding and verifying all add up what `LANDED` says of the events they read.

Payload keys, all optional but `grams` of `*.created`; older schema versions leave some out:

| event | keys (grams are whole) | lands on |
|---|---|---|
| listing.created | grams | opened_on |
| listing.updated, .withdrawn | offered_delta; moved_from, moved_grams | opened_on |
| listing.expired; .updated | lost; lost_delta | lost_on, else the event's own day |
| request.created | grams | opened_on |
| request.updated, .withdrawn | requested_delta; moved_from, moved_grams | opened_on |
| commitment.updated | committed_delta, minutes_to_commitment | committed_on |
| commitment.updated | handed_over_delta | handed_over_on |

Nothing lands later than the event's own day: then the events since a day's beginning are all that
can touch it or a later day. An event without a category counts nowhere.
"""

from datetime import date

from insights.figures.waits import EDGES

COUNTS = ("listings", "requests", "commitments")
GRAMS = ("offered_g", "requested_g", "committed_g", "handed_over_g", "expired_g")
FIELDS = (*COUNTS, *GRAMS)

Key = tuple[str, str]
"""(cell, category); the category is empty in a total."""
DayKey = tuple[str, str, date]
"""(cell, category, day)"""

EVENT_TYPES = frozenset(
    {
        "listing.created",
        "listing.updated",
        "listing.expired",
        "listing.withdrawn",
        "request.created",
        "request.updated",
        "request.withdrawn",
        "commitment.updated",
    }
)
TOTAL_PRECISION = 6

# Each event is read into columns; a landing is what it adds to one day, in some cells: a post on
# the day it was opened (and, when it moved, the reverse of that where it stood), a loss, a
# promise, a hand-over. `facts` says by how much more, or less, its people stand behind the day:
# posts, promises, losses and hand-overs count, corrections of them don't. In the end each landing
# is laid on its cells: by category at precisions 4 and 5, in total at 6.
_LANDED = """
facts AS MATERIALIZED (
    SELECT e.id, split_part(e.type, '.', 1) AS subject, e.type LIKE '%%.created' AS is_new, e.cells,
        own, e.payload->>'category' AS category, e.payload,
        least(own, coalesce((e.payload->>'opened_on')::date, own)) AS opened_on,
        least(own, coalesce((e.payload->>'lost_on')::date, own)) AS lost_on,
        least(own, coalesce((e.payload->>'committed_on')::date, own)) AS committed_on,
        least(own, coalesce((e.payload->>'handed_over_on')::date, own)) AS handed_over_on,
        coalesce((e.payload->>'grams')::bigint, 0) AS grams,
        coalesce((e.payload->>'moved_grams')::bigint, 0) AS moved_grams,
        coalesce((e.payload->>'offered_delta')::bigint, 0) AS offered_delta,
        coalesce((e.payload->>'requested_delta')::bigint, 0) AS requested_delta,
        coalesce((e.payload->>'lost')::bigint, 0)
            + coalesce((e.payload->>'lost_delta')::bigint, 0) AS lost,
        coalesce((e.payload->>'committed_delta')::bigint, 0) AS committed,
        coalesce((e.payload->>'handed_over_delta')::bigint, 0) AS handed_over,
        (e.payload->>'minutes_to_commitment')::int AS minutes,
        nullif(e.payload->'moved_from', 'null') AS moved_from
    FROM ({source}) e, LATERAL (SELECT (e.occurred_at AT TIME ZONE 'UTC')::date OFFSET 0) o(own)
    WHERE e.payload->>'category' <> ''
),
promised AS (
    SELECT *, CASE WHEN minutes IS NOT NULL THEN 1
        WHEN committed < 0
            AND payload->>'state' IN ('cancelled', 'missed', 'declined', 'expired') THEN -1
        WHEN committed > 0 AND payload->>'happened' = 'undone' THEN 1
        ELSE 0 END AS promises,
        CASE WHEN minutes IS NOT NULL
            THEN width_bucket(greatest(0, minutes), ARRAY[{edges}]) - 1 END AS bin
    FROM facts WHERE subject = 'commitment'
),
landings AS (
    SELECT id, category, payload, own, cells, opened_on AS day,
        (subject = 'listing')::int * (is_new::int + (moved_from IS NOT NULL)::int) AS listings,
        (subject = 'request')::int * (is_new::int + (moved_from IS NOT NULL)::int) AS requests,
        0 AS commitments,
        CASE subject WHEN 'listing' THEN is_new::int * grams
            + CASE WHEN moved_from IS NULL THEN 0 ELSE moved_grams END + offered_delta
            ELSE 0 END AS offered_g,
        CASE subject WHEN 'request' THEN is_new::int * grams
            + CASE WHEN moved_from IS NULL THEN 0 ELSE moved_grams END + requested_delta
            ELSE 0 END AS requested_g,
        0::bigint AS committed_g, 0::bigint AS handed_over_g, 0::bigint AS expired_g,
        is_new::int + (moved_from IS NOT NULL)::int AS facts, NULL::int AS bin
    FROM facts WHERE subject IN ('listing', 'request')
    UNION ALL
    SELECT id, category, payload, own, ARRAY(SELECT jsonb_array_elements_text(moved_from)),
        opened_on, -(subject = 'listing')::int, -(subject = 'request')::int, 0,
        -(subject = 'listing')::int * moved_grams, -(subject = 'request')::int * moved_grams,
        0, 0, 0, -1, NULL
    FROM facts WHERE subject IN ('listing', 'request') AND moved_from IS NOT NULL
    UNION ALL
    SELECT id, category, payload, own, cells, lost_on, 0, 0, 0, 0, 0, 0, 0, lost,
        sign(lost)::int, NULL
    FROM facts WHERE subject = 'listing' AND lost <> 0
    UNION ALL
    SELECT id, category, payload, own, cells, committed_on, 0, 0, promises, 0, 0, committed, 0, 0,
        promises, bin
    FROM promised WHERE promises <> 0 OR committed <> 0
    UNION ALL
    SELECT id, category, payload, own, cells, handed_over_on, 0, 0, 0, 0, 0, 0, handed_over, 0,
        sign(handed_over)::int, NULL
    FROM facts WHERE subject = 'commitment' AND handed_over <> 0
),
landed AS MATERIALIZED (
    SELECT l.id, c.cell COLLATE "C" AS cell,
        (CASE WHEN length(c.cell) = {total} THEN '' ELSE l.category END) COLLATE "C" AS category,
        l.day, {fields}, l.facts, l.bin, l.own, l.payload
    FROM landings l CROSS JOIN LATERAL unnest(l.cells) AS c(cell)
    WHERE facts <> 0 OR offered_g <> 0 OR requested_g <> 0 OR committed_g <> 0
)
"""


def landed(source: str) -> str:
    """The common table expressions that end with `landed`: a row a landing and cell.

    Args:
        source: a query of events: `id, type, occurred_at, cells, payload`.

    Returns:
        SQL to follow `WITH`; `landed` has `id, cell, category, day`, each of `FIELDS`, `facts`,
        `bin`, the event's `own` day and its `payload`. A payload that cannot be read raises
        `DataError`.
    """
    return _LANDED.format(
        source=source,
        edges=", ".join(str(edge) for edge in EDGES),
        total=TOTAL_PRECISION,
        fields=", ".join(f"l.{name}" for name in FIELDS),
    )

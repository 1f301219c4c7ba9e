"""How often someone may call: a token bucket and a day's count, kept by one atomic statement.

One row a caller, in a table that is not logged: a crash of Postgres forgets the counts, never
anybody's data. The statement locks its row, so that however many calls come at once exactly as
many pass as the plan says; the time is the database's, so that servers need not agree on theirs.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from core.api.plans import Plan

__all__ = ["Bucket", "DayUsage", "Plan", "Taken", "Usage", "book_usage", "take", "usage"]

BOOKED = "client:"
"""Keys whose use is kept by day: programs'. A person's is forgotten with their bucket."""
IDLE_DAYS = 2
"""A bucket that nobody has asked for so long is full again, and its days are booked."""
USAGE_DAYS = 400

TAKE = """
INSERT INTO core_bucket AS kept (key, tokens, refilled_at, day, used, refused, allowed)
VALUES (
    %(key)s, %(burst)s - %(first)s::int * %(tokens)s, statement_timestamp(),
    (statement_timestamp() AT TIME ZONE 'UTC')::date,
    %(first)s::int * %(calls)s, (NOT %(first)s)::int * %(calls)s, %(first)s
)
ON CONFLICT (key) DO UPDATE SET
    (tokens, refilled_at, day, used, refused, allowed, past_day, past_used, past_refused) = (
        SELECT filled - may::int * %(tokens)s,
            GREATEST(kept.refilled_at, EXCLUDED.refilled_at),
            GREATEST(kept.day, EXCLUDED.day),
            today.used + may::int * %(calls)s,
            today.refused + (NOT may)::int * %(calls)s,
            may,
            CASE WHEN turned THEN kept.day ELSE kept.past_day END,
            CASE WHEN turned THEN kept.used ELSE kept.past_used END,
            CASE WHEN turned THEN kept.refused ELSE kept.past_refused END
        FROM (
            SELECT EXCLUDED.day > kept.day AS turned,
                LEAST(%(burst)s, kept.tokens + %(per_second)s * GREATEST(
                    0, extract(epoch FROM EXCLUDED.refilled_at - kept.refilled_at)
                )) AS filled
        ) AS now,
        LATERAL (
            SELECT (NOT turned)::int * kept.used AS used,
                (NOT turned)::int * kept.refused AS refused
        ) AS today,
        LATERAL (
            SELECT filled >= %(tokens)s AND today.used + %(calls)s <= %(per_day)s AS may
        ) AS verdict
    )
RETURNING allowed, tokens, used,
    extract(epoch FROM (day + 1)::timestamp - refilled_at AT TIME ZONE 'UTC')
"""

BOOK = """
INSERT INTO core_usage AS known (key, day, calls, refused)
SELECT key, day, used, refused FROM core_bucket WHERE starts_with(key, %(booked)s)
UNION ALL
SELECT key, past_day, past_used, past_refused FROM core_bucket
WHERE starts_with(key, %(booked)s) AND past_day IS NOT NULL
ON CONFLICT (key, day) DO UPDATE SET
    calls = GREATEST(known.calls, EXCLUDED.calls),
    refused = GREATEST(known.refused, EXCLUDED.refused)
"""

USAGE = """
SELECT day, max(calls), max(refused) FROM (
    SELECT day, calls, refused FROM core_usage WHERE key = %(key)s AND day >= %(since)s
    UNION ALL SELECT day, used, refused FROM core_bucket WHERE key = %(key)s
    UNION ALL SELECT past_day, past_used, past_refused FROM core_bucket
        WHERE key = %(key)s AND past_day IS NOT NULL
) AS counted WHERE day >= %(since)s GROUP BY day ORDER BY day
"""


@dataclass(frozen=True)
class Taken:
    """What was said to one call.

    Args:
        allowed: whether it may go on.
        remaining: calls that would pass at once now.
        reset_seconds: until the bucket is full again.
        remaining_today: calls left of the UTC day.
        retry_after: seconds until it makes sense to call again; 0 when allowed.
        day_ends_seconds: until the day's count starts anew.
    """

    allowed: bool
    remaining: int
    reset_seconds: int
    remaining_today: int
    retry_after: int
    day_ends_seconds: int


@dataclass(frozen=True)
class DayUsage:
    """How many calls of one UTC day passed, and how many were refused by the throttle."""

    day: date
    calls: int
    refused: int


class Bucket(models.Model):
    """One caller's bucket, and the counts of two days; made unlogged by its migration."""

    key = models.TextField(_("key"), primary_key=True)
    tokens = models.FloatField(_("tokens"))
    refilled_at = models.DateTimeField(_("refilled at"))
    day = models.DateField(_("day"))
    used = models.PositiveIntegerField(_("calls"))
    refused = models.PositiveIntegerField(_("refused"))
    allowed = models.BooleanField(_("the last call was allowed"))
    past_day = models.DateField(_("day before"), null=True)
    past_used = models.PositiveIntegerField(_("calls of the day before"), db_default=0)
    past_refused = models.PositiveIntegerField(_("refused the day before"), db_default=0)

    class Meta:
        verbose_name = _("bucket of calls")
        verbose_name_plural = _("buckets of calls")


class Usage(models.Model):
    """A program's calls of one UTC day, as last booked."""

    pk = models.CompositePrimaryKey("key", "day")
    key = models.TextField(_("key"))
    day = models.DateField(_("day"))
    calls = models.PositiveIntegerField(_("calls"))
    refused = models.PositiveIntegerField(_("refused"))

    class Meta:
        verbose_name = _("usage of the API")
        verbose_name_plural = _("usage of the API")
        indexes = [models.Index(fields=["day"], name="usage_day")]


def take(key: str, plan: Plan, *, calls: int = 1, tokens: int = 1) -> Taken:
    """Ask for room for a call; outside any transaction, for what is refused later counts too.

    Args:
        key: of the caller.
        plan: of the caller.
        calls: how many of the day's calls it stands for (a batch: each of its writes).
        tokens: how many it takes out of the bucket; a call that is refused takes none.
    """
    asked: dict[str, Any] = {
        "key": key,
        "calls": calls,
        "tokens": tokens,
        "burst": float(plan.burst),
        "per_second": plan.per_second,
        "per_day": plan.per_day,
        "first": tokens <= plan.burst and calls <= plan.per_day,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, asked)
        allowed, left, used, day_ends = cursor.fetchone()
    return _taken(plan, allowed, left, plan.per_day - used, float(day_ends), calls, tokens)


def usage(key: str, *, since: date) -> list[DayUsage]:
    """Each day on which the caller called, from `since` to now, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(USAGE, {"key": key, "since": since})
        return [DayUsage(*row) for row in cursor.fetchall()]


def book_usage() -> None:
    """Keep what programs have used, by day; harmless twice, and more often."""
    with connection.cursor() as cursor:
        cursor.execute(BOOK, {"booked": BOOKED})


def purge_buckets() -> int:
    """Forget buckets at rest, which are booked first, and usage of long ago; returns how many."""
    book_usage()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM core_bucket WHERE refilled_at < now() - %s * interval '1 day'", [IDLE_DAYS]
        )
        idle: int = cursor.rowcount
        cursor.execute("DELETE FROM core_usage WHERE day < current_date - %s", [USAGE_DAYS])
        return idle + int(cursor.rowcount)


def _taken(
    plan: Plan,
    allowed: bool,
    left: float,
    left_today: int,
    day_ends: float,
    calls: int,
    tokens: int,
) -> Taken:
    waits = [0.0]
    if not allowed and left < tokens:
        waits.append((tokens - left) / plan.per_second)
    if not allowed and left_today < calls:
        waits.append(day_ends)
    return Taken(
        allowed=allowed,
        remaining=max(0, math.floor(left)),
        reset_seconds=math.ceil((plan.burst - left) / plan.per_second),
        remaining_today=max(0, left_today),
        retry_after=0 if allowed else max(1, math.ceil(max(waits))),
        day_ends_seconds=math.ceil(day_ends),
    )

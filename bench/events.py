"""A log of events, made by the database itself: the same ones each time, apart from the day.

People of towns list and ask for food, promise, hand over, and let things run out of time, for
ninety days. No core rows stand behind them: the figures read the log alone.
"""

from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from bench.seed import SEED, World

DAYS = 90
SPOTS_PER_EVENT = 0.02
PEOPLE_PER_EVENT = 0.02

PLACES = """
CREATE TEMPORARY TABLE bench_place (n int PRIMARY KEY, cells varchar[] NOT NULL);
CREATE TEMPORARY TABLE bench_kind (n int PRIMARY KEY, slug text NOT NULL)
"""
# Of every hundred: 40 offers, 25 requests, 20 promises, 10 hand-overs, 5 offers lost.
EVENTS = """
WITH drawn AS (
    SELECT n, n %% 100 AS what, random() AS a, random() AS b, random() AS c, random() AS d,
        (%(now)s - random() * %(days)s * interval '1 day') AS at
    FROM generate_series(%(first)s, %(last)s) AS n
), told AS (
    SELECT drawn.n, what, at, at::date AS day, p.cells, k.slug AS category,
        1000 + (d * 19000)::int AS grams, (d * 3000)::int AS minutes,
        ('00000000-0000-4000-8000-' || lpad(((c * %(people)s)::int)::text, 12, '0')) AS someone,
        ('00000000-0000-4000-8000-' || lpad(((d * %(people)s)::int)::text, 12, '0')) AS other
    FROM drawn
    JOIN bench_place p ON p.n = (a * a * (%(places)s - 1))::int
    JOIN bench_kind k ON k.n = (b * b * (%(kinds)s - 1))::int
)
INSERT INTO core_domainevent (id, type, schema_version, occurred_at, actor, correlation_id,
    subject_type, subject_id, subject_version, cells, payload)
SELECT lpad(to_hex(n), 32, '0')::uuid,
    CASE WHEN what < 40 THEN 'listing.created' WHEN what < 65 THEN 'request.created'
        WHEN what < 95 THEN 'commitment.updated' ELSE 'listing.expired' END,
    1, at, NULL, '',
    CASE WHEN what < 40 OR what >= 95 THEN 'listing' WHEN what < 65 THEN 'request'
        ELSE 'commitment' END,
    lpad(to_hex(n), 32, '0')::uuid, 1, cells,
    jsonb_build_object('food', NULL, 'category', category, 'opened_on', day)
    || CASE WHEN what < 65 THEN jsonb_build_object(
                'participants', jsonb_build_array(someone), 'grams', grams)
        WHEN what < 85 THEN jsonb_build_object(
                'participants', jsonb_build_array(someone, other), 'state', 'accepted',
                'happened', 'accepted', 'committed_delta', grams, 'committed_on', day,
                'minutes_to_commitment', minutes)
        WHEN what < 95 THEN jsonb_build_object(
                'participants', jsonb_build_array(someone, other), 'state', 'fulfilled',
                'happened', 'handed_over', 'handed_over_delta', grams, 'handed_over_on', day)
        ELSE jsonb_build_object(
                'participants', jsonb_build_array(someone), 'lost', grams, 'lost_on', day) END
FROM told
"""
DELIVER = """
INSERT INTO core_delivery (event_id, consumer, due_at)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'aggregates', '2000-01-01'
FROM generate_series(%(first)s, %(last)s) AS n
"""
AT_ONCE = 250_000


class Log:
    """Writes events numbered from 1 on.

    Args:
        expected: about how many there will be; places and people are as many as that needs.
    """

    def __init__(self, expected: int) -> None:
        from catalog.models import Category

        world = World(listings=0)
        self.now = world.now
        self.places = max(50, int(expected * SPOTS_PER_EVENT))
        self.people = max(50, int(expected * PEOPLE_PER_EVENT))
        self.kinds = Category.objects.count()
        self.written = 0
        spots = [(n, world.spot().cells) for n in range(self.places)]
        slugs = list(enumerate(Category.objects.order_by("slug").values_list("slug", flat=True)))
        Random(SEED).shuffle(slugs)
        with connection.cursor() as cursor:
            cursor.execute(PLACES)
            cursor.executemany("INSERT INTO bench_place VALUES (%s, %s)", spots)
            cursor.executemany(
                "INSERT INTO bench_kind VALUES (%s, %s)",
                [(n, slug) for n, (_, slug) in enumerate(slugs)],
            )

    def write(self, count: int, *, days: float = DAYS) -> range:
        """Append events of the last `days` days.

        Returns:
            Their numbers.
        """
        numbers = range(self.written + 1, self.written + count + 1)
        for first in range(numbers.start, numbers.stop, AT_ONCE):
            asked: dict[str, Any] = {
                "first": first,
                "last": min(first + AT_ONCE, numbers.stop) - 1,
                "now": self.now,
                "days": days,
                "places": self.places,
                "people": self.people,
                "kinds": self.kinds,
            }
            with connection.cursor() as cursor:
                cursor.execute("SELECT setseed(%s)", [first % 1000 / 1000])
                cursor.execute(EVENTS, asked)
        self.written += count
        return numbers

    def deliver(self, numbers: range) -> None:
        """Make events wait for the figures."""
        with connection.cursor() as cursor:
            cursor.execute(DELIVER, {"first": numbers.start, "last": numbers.stop - 1})


def event_id(number: int) -> UUID:
    """The id of an event by its number."""
    return UUID(int=number)

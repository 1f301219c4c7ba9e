"""Reading the weeks that forecasts are made from: only such as may be seen."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from core import clock
from insights.figures.deltas import Key
from insights.forecasts.predict import History, week_of
from insights.forecasts.season import YEAR, Growth
from insights.models import Snapshot
from insights.privacy.shown import TOP

MEASURES = ("offered_g", "requested_g")
# Four weeks in a row of one region: between the first and the last lie 21 days.
POOLED = """
SELECT category, as_of, count(*), sum(offered_after), sum(offered_before), sum(requested_after),
    sum(requested_before)
FROM (
    SELECT category, as_of,
        lead(offered_g) OVER w + lead(offered_g, 2) OVER w AS offered_after,
        lag(offered_g) OVER w + offered_g AS offered_before,
        lead(requested_g) OVER w + lead(requested_g, 2) OVER w AS requested_after,
        lag(requested_g) OVER w + requested_g AS requested_before,
        lead(as_of, 2) OVER w - lag(as_of) OVER w AS days
    FROM insights_snapshot
    WHERE shown AND window_days = 7 AND length(cell) = %(top)s AND category = ANY(%(categories)s)
        AND as_of <= %(until)s AND expires_at > %(now)s
    WINDOW w AS (PARTITION BY cell, category ORDER BY as_of)
) four WHERE days = 21
GROUP BY category, as_of
"""
Pooled = Mapping[int, Growth]


def histories(regions: Collection[str], last: date) -> dict[Key, tuple[History, History]]:
    """Offered and asked for by week, of each category of these regions: two queries.

    Args:
        regions: cells of precision 4.
        last: the Sunday after which nothing counts.
    """
    rows = (
        Snapshot.objects.filter(shown=True, window_days=7, expires_at__gt=clock.now())
        .within(regions)
        .filter(as_of__lte=last)
        .exclude(category="")
        .values_list("cell", "category", "as_of", *MEASURES)
    )
    series: dict[Key, tuple[dict[int, int], dict[int, int]]] = defaultdict(lambda: ({}, {}))
    for cell, category, as_of, *grams in rows:
        for measure, amount in zip(series[cell, category], grams, strict=True):
            measure[week_of(as_of)] = max(0, amount)
    pooled = _pooled({category for _, category in series}, last)
    nothing: tuple[Pooled, Pooled] = ({}, {})
    found = {}
    for key, (offered, requested) in series.items():
        of_all = pooled.get(key[1], nothing)
        found[key] = (History(offered, of_all[0]), History(requested, of_all[1]))
    return found


def _pooled(categories: Collection[str], last: date) -> dict[str, tuple[Pooled, Pooled]]:
    """What all regions of the site did a year ago and before, by category and measure."""
    found: dict[str, tuple[dict[int, Growth], dict[int, Growth]]] = defaultdict(lambda: ({}, {}))
    sent: dict[str, Any] = {
        "top": TOP,
        "categories": sorted(categories),
        "until": last - timedelta(weeks=YEAR - 2),
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(POOLED, sent)
        for category, as_of, regions, *grams in cursor.fetchall():
            offered_after, offered_before, asked_after, asked_before = map(int, grams)
            offered, requested = found[category]
            offered[week_of(as_of)] = Growth(offered_after, offered_before, regions)
            requested[week_of(as_of)] = Growth(asked_after, asked_before, regions)
    return dict(found)

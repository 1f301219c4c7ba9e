"""Writing down the forecasts of regions, once a week is complete."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction

from core import clock
from insights.figures.days import midnight
from insights.figures.deltas import Key
from insights.forecasts.predict import Prediction, last_complete, predict, week_of
from insights.forecasts.weeks import histories
from insights.models import Forecast
from insights.privacy.shown import TOP

DAYS = 14
KEPT_DAYS = 9
"""After `as_of`: until the next week is complete, and a day to compute."""
COLUMNS = (
    "as_of", "days", "outlook", "offered_g", "offered_low_g", "offered_high_g", "requested_g",
    "requested_low_g", "requested_high_g", "weeks_seen", "tests_made", "error_share",
    "naive_error_share", "computed_at", "expires_at",
)  # fmt: skip
AT_ONCE = 500


@transaction.atomic
def refresh_regions(roots: Collection[str]) -> None:
    """Replace the forecasts of these regions by those that the weeks until now support.

    To be called when the snapshots of the last complete week are written. Harmless twice, and the
    same whatever order rows and roots come in. Five queries, however many regions; whoever has
    many calls it with some at a time.

    Args:
        roots: cells of precision 4, or finer ones within them.
    """
    regions = sorted({root[:TOP] for root in roots})
    if not regions:
        return
    last = last_complete(clock.today())
    rows = [
        _row(key, found, last)
        for key, (offered, requested) in sorted(histories(regions, last).items())
        if (found := predict(offered, requested, week_of(last))) is not None
    ]
    _drop_all_but({(row.cell, row.category) for row in rows}, regions)
    Forecast.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["cell", "category"],
        update_fields=COLUMNS,
    )


def _drop_all_but(kept: Collection[Key], regions: Collection[str]) -> None:
    known = Forecast.objects.filter(cell__in=regions).values_list("pk", "cell", "category")
    gone = [pk for pk, cell, category in known if (cell, category) not in kept]
    Forecast.objects.filter(pk__in=gone).delete()


def _row(key: Key, found: Prediction, as_of: date) -> Forecast:
    cell, category = key
    return Forecast(
        cell=cell,
        category=category,
        as_of=as_of,
        days=DAYS,
        outlook=found.outlook,
        offered_g=found.offered.grams,
        offered_low_g=found.offered.low,
        offered_high_g=found.offered.high,
        requested_g=found.requested.grams,
        requested_low_g=found.requested.low,
        requested_high_g=found.requested.high,
        weeks_seen=found.weeks_seen,
        tests_made=found.tests_made,
        error_share=found.error_share,
        naive_error_share=found.naive_error_share,
        computed_at=clock.now(),
        expires_at=midnight(as_of + timedelta(days=KEPT_DAYS)),
    )

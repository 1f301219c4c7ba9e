"""What last year did next: the same fortnight a year ago beside the two weeks before it."""

from collections.abc import Mapping
from typing import NamedTuple

from insights.forecasts.smoothing import Series

YEAR = 52
PRIOR_REGIONS = 2
"""All regions of a site together count against "no season" as if it were so many regions."""
MOST = 3.0
"""No season makes more than three times as much, or less than a third."""


class Growth(NamedTuple):
    """Grams of the two weeks after a week, and of it and the one before; in so many regions."""

    after: int
    before: int
    regions: int


NO_GROWTH = Growth(0, 0, 0)


def growth(series: Series, week: int) -> Growth:
    """Of one region; none where one of the four weeks was not seen."""
    if not all(each in series for each in range(week - 1, week + 3)):
        return NO_GROWTH
    return Growth(series[week + 1] + series[week + 2], series[week - 1] + series[week], 1)


def season_factor(series: Series, week: int, pooled: Mapping[int, Growth]) -> float | None:
    """What the fortnight after `week` is expected to be beside the level, by last year.

    The region's own ratio and the site's count alike, the latter pulled towards 1 by how few
    regions it rests on: ratios of one year and one region are mostly noise (shrinkage of seasonal
    factors: D. M. Miller and D. Williams, International Journal of Forecasting 19, 2003).

    Args:
        series: of one region.
        week: the last one known.
        pooled: the growth of all regions by week.

    Returns:
        None where last year is not known.
    """
    own, all_regions = growth(series, week - YEAR), pooled.get(week - YEAR, NO_GROWTH)
    ratios = []
    if own.before > 0:
        ratios.append(own.after / own.before)
    if all_regions.before > 0:
        ratio = all_regions.after / all_regions.before
        weight = all_regions.regions / (all_regions.regions + PRIOR_REGIONS)
        ratios.append(weight * ratio + (1 - weight))
    if not ratios:
        return None
    if len(ratios) == 1:
        ratios.append(1.0)
    return max(1 / MOST, min(MOST, sum(ratios) / len(ratios)))

"""The level of a weekly series by simple exponential smoothing, weeks left out where not seen.

R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. 2021, §8.1. After
a gap of g weeks the newest value weighs 1 − (1 − α)^g, what g equal values in a row would weigh: a
missing week is one that may not be seen, not one of nothing. (A weight that grows with the gap:
D. J. Wright, Forecasting data published at irregular time intervals using an extension of Holt's
method, Management Science 32, 1986.)
"""

from collections.abc import Mapping
from dataclasses import dataclass

WEIGHTS = (0.1, 0.2, 0.3, 0.45, 0.6, 0.8)
"""The weights of the newest week that are tried."""
Series = Mapping[int, int]
"""Grams by number of the week."""


@dataclass(frozen=True)
class Smoothed:
    """The level after each seen week, and the sum of absolute errors one step ahead until then."""

    levels: Mapping[int, float]
    errors: Mapping[int, float]


def smoothed(series: Series, weight: float) -> Smoothed:
    """Run through the seen weeks in their order."""
    levels: dict[int, float] = {}
    errors: dict[int, float] = {}
    level, error, before = 0.0, 0.0, 0
    for week in sorted(series):
        value = float(series[week])
        if not levels:
            level = value
        else:
            error += abs(value - level)
            level += (1 - (1 - weight) ** (week - before)) * (value - level)
        levels[week], errors[week], before = level, error, week
    return Smoothed(levels, errors)


def level_by_week(series: Series) -> dict[int, float]:
    """The level after each seen week, by the weight that had erred least until then.

    Only what was known by that week decides, so that a test of the past learns nothing from its
    future. Of equals the smaller weight.
    """
    tried = [smoothed(series, weight) for weight in WEIGHTS]
    return {week: min(tried, key=lambda one: one.errors[week]).levels[week] for week in series}

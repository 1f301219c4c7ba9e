"""The forecast of one region and category, if it is any better than "the same as last week"."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from insights.enums import Outlook
from insights.forecasts.backtest import FEWEST_TESTS, Forecaster, Tested, origins, tested
from insights.forecasts.season import Growth
from insights.forecasts.smoothing import Series

COVERAGE = 0.8
"""How often the true amount is to lie within the interval."""
RATIO, PROBABLE = 1.5, 0.7
"""Scarce: asked for is more than 1.5 times what is offered with a probability of 70 %."""
MOST_GRAMS = 10**18
MOST_SHARE = Decimal("999.99")
CENT = Decimal("0.01")
SUNDAY = date(2000, 1, 2)


@dataclass(frozen=True)
class Amount:
    """Whole grams, with the interval."""

    grams: int
    low: int
    high: int


@dataclass(frozen=True)
class Prediction:
    """What is likely in the fortnight after a week, and how well such forecasts did so far."""

    offered: Amount
    requested: Amount
    outlook: Outlook
    weeks_seen: int
    tests_made: int
    error_share: Decimal
    naive_error_share: Decimal


@dataclass(frozen=True)
class History:
    """One measure of a region and category: its seen weeks, and what all regions did."""

    series: Series
    pooled: Mapping[int, Growth]


def week_of(sunday: date) -> int:
    """The number of the week that ends with a Sunday."""
    return (sunday - SUNDAY).days // 7


def last_complete(today: date) -> date:
    """The Sunday of the last week that is over."""
    return today - timedelta(days=today.isoweekday())


def predict(offered: History, requested: History, last: int) -> Prediction | None:
    """The forecast for the fortnight after week `last`.

    Args:
        offered: by week, as `requested`; weeks that may not be seen are missing.
        requested: see `offered`.
        last: the latest complete week.

    Returns:
        None where the last week was not seen, or fewer than `FEWEST_TESTS` past weeks can be
        tested, or in them "the same as last week" did as well: in sum, or in either measure.
    """
    if last not in offered.series or last not in requested.series:
        return None
    weeks = origins(offered.series, last)
    if len(weeks) < FEWEST_TESTS:
        return None
    giving, asking = (Forecaster(each.series, each.pooled) for each in (offered, requested))
    of_giving, of_asking = tested(giving, weeks), tested(asking, weeks)
    came = sum(test.came for test in (*of_giving, *of_asking))
    if came <= 0 or not all(map(_no_worse, (of_giving, of_asking))):
        return None
    errors, naive = _shares((*of_giving, *of_asking), came)
    if errors >= naive:
        return None
    there, wanted = _held(giving.at(last)), _held(asking.at(last))
    return Prediction(
        offered=_amount(there, of_giving),
        requested=_amount(wanted, of_asking),
        outlook=_outlook(there, wanted, of_giving, of_asking),
        weeks_seen=sum(week <= last for week in offered.series),
        tests_made=len(weeks),
        error_share=errors,
        naive_error_share=naive,
    )


def _no_worse(tests: Sequence[Tested]) -> bool:
    return sum(abs(t.error) for t in tests) <= sum(abs(t.naive_error) for t in tests)


def _shares(tests: Sequence[Tested], came: int) -> tuple[Decimal, Decimal]:
    """Mean absolute errors as shares of what came, as they are kept: to two places."""
    sums = (sum(abs(t.error) for t in tests), sum(abs(t.naive_error) for t in tests))
    errors, naive = (
        min(MOST_SHARE, Decimal(each / came).quantize(CENT, rounding=ROUND_HALF_UP))
        for each in sums
    )
    return errors, naive


def _amount(grams: int, tests: Sequence[Tested]) -> Amount:
    """With an interval as wide as the past errors were: split conformal.

    Of n absolute errors the ⌈(n + 1) · 80 %⌉-th smallest (J. Lei et al., Distribution-free
    predictive inference for regression, JASA 113, 2018, §2.2). That covers 80 % for errors that
    could as well have come in another order; weeks drift, so how often it does is measured
    (bench/RESULTS.md).
    """
    errors = sorted(abs(test.error) for test in tests)
    rank = min(len(errors), math.ceil((len(errors) + 1) * COVERAGE))
    reach = math.ceil(errors[rank - 1])
    return Amount(grams, max(0, grams - reach), min(MOST_GRAMS, grams + reach))


def _outlook(
    offered: int, requested: int, of_giving: Sequence[Tested], of_asking: Sequence[Tested]
) -> Outlook:
    """Scarce or plentiful where that is probable, else even.

    The errors of each past origin, of both measures at once, are added to the forecasts: each is
    a future that may come as it came (bootstrapped residuals: Hyndman and Athanasopoulos, §5.5).
    The probability is the share of these futures, one more that says "even" counted among them.
    """
    futures = [
        (max(0.0, offered + giving.error), max(0.0, requested + asking.error))
        for giving, asking in zip(of_giving, of_asking, strict=True)
    ]
    needed = PROBABLE * (len(futures) + 1)
    if sum(wanted > RATIO * there for there, wanted in futures) >= needed:
        return Outlook.SCARCE
    if sum(there > RATIO * wanted for there, wanted in futures) >= needed:
        return Outlook.PLENTIFUL
    return Outlook.EVEN


def _held(grams: float) -> int:
    """Whole grams, none below nothing."""
    return max(0, min(MOST_GRAMS, round(grams)))

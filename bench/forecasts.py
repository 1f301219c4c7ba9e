"""Forecasts on simulated years: how often one is shown, how it does beside "as last week".

python -m bench.forecasts
"""

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.intervals import Share
from insights.figures.days import HISTORY_DAYS, WEEK_DAYS
from insights.forecasts.predict import Amount, History, Prediction, predict
from insights.forecasts.smoothing import Series

WEEKS = 160
KEPT = {"as kept": HISTORY_DAYS // WEEK_DAYS, "all kept": WEEKS}
"""How many weeks can be read back: as long as snapshots are kept; and if all were."""
FIRST_LOOK, EVERY = 64, 6
REGIONS = 40
HIDDEN = 0.04
"""The share of weeks that may not be seen."""


@dataclass
class Outcome:
    """Of one scenario. Errors are of shown forecasts only, as shares of what came."""

    asked: int = 0
    shown: int = 0
    within: int = 0
    amounts: int = 0
    error: float = 0.0
    naive_error: float = 0.0
    came: float = 0.0

    def add(self, amount: Amount, as_last_week: int, came: int) -> None:
        self.amounts += 1
        self.within += amount.low <= came <= amount.high
        self.error += abs(came - amount.grams)
        self.naive_error += abs(came - as_last_week)
        self.came += came


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    begin = time.monotonic()
    print(f"{'weeks':<10}{'scenario':<22}{'shown':<30}{'error':>7}{'naive':>7}  within interval")
    for name, kept in KEPT.items():
        for scenario, make in SCENARIOS.items():
            outcome = _measure(scenario, make, kept)
            _print(name, scenario, outcome)
    print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)
    return 0


Maker = Callable[[Random], Iterator[float]]


def _measure(scenario: str, make: Maker, kept: int) -> Outcome:
    outcome = Outcome()
    for number in range(REGIONS):
        random = Random(f"test {scenario} {number}")
        offered, requested = _weeks(random, make), _weeks(random, make)
        hidden = {week for week in range(WEEKS) if random.random() < HIDDEN}
        for last in range(FIRST_LOOK, WEEKS - 2, EVERY):
            if last in hidden:
                continue
            seen = [week for week in range(max(0, last - kept + 1), last + 1) if week not in hidden]
            histories = [
                History({week: grams[week] for week in seen}, {}) for grams in (offered, requested)
            ]
            outcome.asked += 1
            found = predict(histories[0], histories[1], last)
            if found is not None:
                outcome.shown += 1
                _add(outcome, found, offered, requested, last)
    return outcome


def _add(
    outcome: Outcome, found: Prediction, offered: Series, requested: Series, last: int
) -> None:
    for amount, grams in ((found.offered, offered), (found.requested, requested)):
        outcome.add(amount, 2 * grams[last], grams[last + 1] + grams[last + 2])


def _print(name: str, scenario: str, outcome: Outcome) -> None:
    came = outcome.came or 1.0
    print(
        f"{name:<10}{scenario:<22}{Share(outcome.shown, outcome.asked)!s:<30}"
        f"{outcome.error / came:>7.2f}{outcome.naive_error / came:>7.2f}"
        f"  {Share(outcome.within, outcome.amounts)}"
    )


def _weeks(random: Random, make: Maker) -> dict[int, int]:
    series = make(random)
    return {week: max(0, round(1_000 * next(series))) for week in range(WEEKS)}


def _steady(random: Random) -> Iterator[float]:
    level, spread = random.uniform(20, 200), random.uniform(0.15, 0.4)
    while True:
        yield level * random.lognormvariate(0, spread)


def _season(random: Random) -> Iterator[float]:
    phase, swing = random.uniform(0, 2 * math.pi), random.uniform(0.4, 0.8)
    for week, level in enumerate(_steady(random)):
        yield level * (1 + swing * math.sin(2 * math.pi * week / 52 + phase))


def _break(random: Random) -> Iterator[float]:
    moments = {random.randrange(60, 150): random.choice((0.4, 2.5)) for _ in range(2)}
    factor = 1.0
    for week, level in enumerate(_steady(random)):
        factor *= moments.get(week, 1.0)
        yield level * factor


def _trend(random: Random) -> Iterator[float]:
    growth = random.uniform(0.98, 1.03)
    for week, level in enumerate(_steady(random)):
        yield level * growth**week


def _walk(random: Random) -> Iterator[float]:
    """Nothing does better here than the last week."""
    level = random.uniform(20, 200)
    while True:
        yield level
        level *= random.lognormvariate(0, 0.2)


SCENARIOS: Mapping[str, Maker] = {
    "steady, noisy": _steady,
    "season": _season,
    "breaks": _break,
    "trend": _trend,
    "random walk": _walk,
}


if __name__ == "__main__":
    sys.exit(main())

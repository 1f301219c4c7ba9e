"""The feed's search beside the floor K, in the same run: ratios of medians, and rows read.

python -m bench.feed [--size s|m|l] [--rounds 5] [--json FILE] [--gate]
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from bench.database import database
from bench.seed import SIZES, seed

WARM_UP = 1
GOAL_RATIO, GOAL_TAIL, GOAL_BY_CELL = 1.3, 3.0, 2.0
GOAL_ROWS, GOAL_ROWS_BY_CELL, GOAL_SEARCHES, GOAL_RECALL = 60, 200, 1.3, 0.998
UNSTEADY = 1.3


@dataclass(frozen=True)
class Result:
    """One scenario: milliseconds, their ratios to the floor's median, and what is countable."""

    scenario: str
    p50: float
    p95: float
    floor_p50: float
    ratio: float
    tail_ratio: float
    rows_read: float
    searches: float
    recall: float
    steady: bool
    goals_met: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and write JSON where asked to.

    Returns:
        1 when asked to gate and a goal is missed, else 0.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="s")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--gate", action="store_true", help="exit with 1 when a goal is missed")
    asked = parser.parse_args(arguments)
    with database():
        begin = time.monotonic()
        seed(asked.size)
        seconds = time.monotonic() - begin
        print(f"{SIZES[asked.size]} listings seeded in {seconds:.0f} s", file=sys.stderr)
        results = _measure(asked.rounds)
    _print(results)
    if asked.json:
        report = {"size": asked.size, "results": [asdict(result) for result in results]}
        asked.json.write_text(json.dumps(report, indent=2) + "\n")
    return int(asked.gate and not all(result.goals_met for result in results))


def _measure(rounds: int) -> list[Result]:
    from bench.scenarios import scenarios

    found = []
    for scenario in scenarios():
        found.append(_scenario(scenario, rounds))
        print(f"  {scenario.name}", file=sys.stderr)
    return found


def _scenario(scenario: Any, rounds: int) -> Result:
    """Product and floor by turns, in random order at each place, round after round."""
    from bench import searches

    random = Random(scenario.name)
    product: list[list[float]] = []
    floor: list[list[float]] = []
    for number in range(WARM_UP + rounds):
        product.append([])
        floor.append([])
        for origin in scenario.origins:
            both: list[tuple[list[float], Callable[..., Any]]] = [
                (product[-1], searches.product),
                (floor[-1], searches.floor),
            ]
            random.shuffle(both)
            for times, search in both:
                begin = time.perf_counter()
                search(scenario, origin)
                times.append((time.perf_counter() - begin) * 1000)
        if number < WARM_UP:
            product.clear()
            floor.clear()
    costs = [searches.cost(scenario, origin) for origin in scenario.origins]
    return _result(scenario, product, floor, costs)


def _result(
    scenario: Any, product: list[list[float]], floor: list[list[float]], costs: list[Any]
) -> Result:
    ours, least = list(chain(*product)), list(chain(*floor))
    floor_medians = [statistics.median(times) for times in floor]
    by_cell = scenario.cell_precision is not None
    ratio = statistics.median(
        statistics.median(mine) / statistics.median(theirs)
        for mine, theirs in zip(product, floor, strict=True)
    )
    p95, floor_p50 = statistics.quantiles(ours, n=20)[-1], statistics.median(least)
    rows = statistics.mean(cost.rows for cost in costs)
    searches = statistics.mean(cost.searches for cost in costs)
    recall = statistics.mean(cost.recall for cost in costs)
    goals = [
        ratio <= (GOAL_BY_CELL if by_cell else GOAL_RATIO),
        by_cell or p95 <= GOAL_TAIL * floor_p50,
        rows <= (GOAL_ROWS_BY_CELL if by_cell else GOAL_ROWS),
        by_cell or searches <= GOAL_SEARCHES,
        recall >= GOAL_RECALL,
    ]
    return Result(
        scenario=scenario.name,
        p50=round(statistics.median(ours), 3),
        p95=round(p95, 3),
        floor_p50=round(floor_p50, 3),
        ratio=round(ratio, 2),
        tail_ratio=round(p95 / floor_p50, 2),
        rows_read=round(rows, 1),
        searches=round(searches, 2),
        recall=round(recall, 4),
        steady=max(floor_medians) <= UNSTEADY * min(floor_medians),
        goals_met=all(goals),
    )


def _print(results: list[Result]) -> None:
    heading = ("scenario", "p50 ms", "p95 ms", "K p50", "ratio", "p95/K", "rows", "searches")
    print(f"{heading[0]:<28}" + "".join(f"{name:>10}" for name in heading[1:]) + "    recall")
    for one in results:
        numbers = (
            one.p50, one.p95, one.floor_p50, one.ratio, one.tail_ratio, one.rows_read,
            one.searches, one.recall,
        )  # fmt: skip
        note = "" if one.goals_met else "  goal missed"
        note += "" if one.steady else "  (unsteady floor: run again)"
        print(f"{one.scenario:<28}" + "".join(f"{number:>10}" for number in numbers) + note)


if __name__ == "__main__":
    sys.exit(main())

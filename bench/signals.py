"""Signals beside a naive floor, on simulated towns with planted imbalances.

python -m bench.signals [--tune] [--without-database]
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bench.database import database
from bench.detectors import Key, Naive, Product
from bench.scores import Record, Score, score, scores
from bench.sights import sights_by_day
from bench.towns import Purpose, Town, town
from insights.imbalance.rules import RULES

TOWNS = {"hamlet": 8, "town": 5, "city": 2}
CANDIDATES = {
    "as it is": RULES,
    "region alone": replace(RULES, past=0.0, season=0.0),
    "no region": replace(RULES, around=0.0),
    "past and season in full": replace(RULES, past=1.0, season=1.0),
    "posts worth a half": replace(RULES, draws=0.5),
    "posts worth two thirds": replace(RULES, draws=0.67),
    "enter at 0.7": replace(RULES, enter=0.7),
    "enter at 0.9": replace(RULES, enter=0.9),
    "leave at 0.5": replace(RULES, leave=0.5),
    "no memory": replace(RULES, leave=RULES.enter),
    "strength 8": replace(RULES, strength=8.0),
    "spread 1.0": replace(RULES, spread=1.0),
    "spread 1.5": replace(RULES, spread=1.5),
}


Detector = Product | Naive
Makers = Mapping[str, Callable[[], Detector]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true", help="compare constants, on tuning towns")
    parser.add_argument("--without-database", action="store_true")
    asked = parser.parse_args(arguments)
    begin = time.monotonic()
    if asked.tune:
        _print(_measure("tuning", {name: partial(Product, r) for name, r in CANDIDATES.items()}))
    else:
        _print(_measure("test", {"signals": Product, "naive": Naive}))
        if not asked.without_database:
            _through_the_database()
    print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)
    return 0


def _measure(purpose: Purpose, makers: Makers) -> dict[str, dict[str, Score]]:
    """Scores by detector and kind."""
    found = {name: scores() for name in makers}
    for size, count in TOWNS.items():
        for number in range(count):
            made = town(purpose, number, size)
            detectors = {name: make() for name, make in makers.items()}
            for name, (record, seen) in _watch(made, detectors).items():
                score(made, record, seen, found[name])
            print(f"  {made.name}: {len(made.planted)} planted", file=sys.stderr)
    return found


def _through_the_database() -> None:
    """The first test town once more, by its events."""
    with database():
        from bench.through_database import measure

        made, found = measure(0)
    print(f"\nThe same detector, from the events of {made.name}:\n")
    _print({"database": found})


def _watch(
    made: Town, detectors: Mapping[str, Detector]
) -> dict[str, tuple[Record, dict[Key, list[int]]]]:
    """What each detector says day by day, and when each cell could be seen."""
    records = {name: Record() for name in detectors}
    seen: dict[Key, list[int]] = defaultdict(list)
    for day, sights in sights_by_day(made):
        for key in sights:
            seen[key].append(day)
        for name, detector in detectors.items():
            records[name].note(day, detector.day(sights))
    return {name: (record, seen) for name, record in records.items()}


def _print(found: Mapping[str, Mapping[str, Score]]) -> None:
    heading = ("detector", "kind", "precision", "recall", "delay", "flicker", "unseen")
    widths = (24, 13, 28, 27, 6, 8, 6)
    print("".join(f"{word:<{width}}" for word, width in zip(heading, widths, strict=True)))
    for name, by_kind in found.items():
        for kind, one in by_kind.items():
            row = (name, kind, one.precision, one.recall, one.delay, one.flicker, one.never_seen)
            line = (f"{word!s:<{width}}" for word, width in zip(row, widths, strict=True))
            print("".join(line).rstrip())


if __name__ == "__main__":
    sys.exit(main())

"""How often signals are right, how much they find, how late, and how they flicker."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bench.detectors import Key, State
from bench.intervals import Share
from bench.towns import KINDS, Planted, Town
from core.geo import cells

MEMORY = 14
"""Days an imbalance stays in the window after it has ended."""
IN_WANT, TO_SPARE = ("shortage", "mismatch"), ("surplus",)


@dataclass
class Score:
    """Of one kind. Planted imbalances count from the day they could be seen at all."""

    openings: int = 0
    right: int = 0
    planted: int = 0
    never_seen: int = 0
    delays: list[int] = field(default_factory=list)
    openings_of_found: int = 0

    @property
    def precision(self) -> Share:
        return Share(self.right, self.openings)

    @property
    def recall(self) -> Share:
        return Share(len(self.delays), self.planted)

    @property
    def delay(self) -> str:
        return f"{statistics.median(self.delays):.0f}" if self.delays else "–"

    @property
    def flicker(self) -> str:
        found = len(self.delays)
        return f"{self.openings_of_found / found:.2f}" if found else "–"


class Record:
    """What a detector said of a town, day by day."""

    def __init__(self) -> None:
        self.openings: list[tuple[int, Key, str, str]] = []
        self.held: dict[tuple[Key, str], list[int]] = defaultdict(list)
        self._before: State = {}

    def note(self, day: int, state: State) -> None:
        for key, kinds in state.items():
            for kind, held in kinds.items():
                self.held[key, str(kind)].append(day)
                if kind not in self._before.get(key, {}):
                    self.openings.append((day, key, str(kind), held.neighbour))
        self._before = state


def score(
    town: Town, record: Record, seen: Mapping[Key, list[int]], into: Mapping[str, Score]
) -> None:
    """Add one town's outcome.

    Args:
        town: with what was planted in it.
        record: what was said.
        seen: the days on which each cell and category could be seen.
        into: the scores by kind.
    """
    for day, key, kind, neighbour in record.openings:
        into[kind].openings += 1
        into[kind].right += _is_right(town.planted, day, key, kind, neighbour)
    for each in town.planted:
        kind = _expected(each, town.planted)
        key = (each.cell, each.category)
        if not any(each.first <= day < each.end for day in seen.get(key, [])):
            into[kind].never_seen += 1
            continue
        into[kind].planted += 1
        held = [day for day in record.held.get((key, kind), []) if each.first <= day < each.end]
        if held:
            into[kind].delays.append(min(held) - each.first)
            into[kind].openings_of_found += sum(
                (at, what) == (key, kind) and each.first <= day < each.end + MEMORY
                for day, at, what, _ in record.openings
            )


def scores() -> dict[str, Score]:
    return {kind: Score() for kind in KINDS}


def _is_right(planted: Iterable[Planted], day: int, key: Key, kind: str, neighbour: str) -> bool:
    """Whether it was so on that day, or shortly before: the window still holds it."""
    if kind == "mismatch":
        return _holds(planted, day, key, IN_WANT) and _holds(
            planted, day, (neighbour, key[1]), TO_SPARE
        )
    return _holds(planted, day, key, IN_WANT if kind == "shortage" else (kind,))


def _holds(planted: Iterable[Planted], day: int, key: Key, kinds: tuple[str, ...]) -> bool:
    return any(
        (each.cell, each.category) == key
        and each.kind in kinds
        and each.first <= day < each.end + MEMORY
        for each in planted
    )


def _expected(each: Planted, planted: Iterable[Planted]) -> str:
    """Shortages that came to lie beside a surplus are mismatches too."""
    if each.kind != "shortage":
        return each.kind
    beside = set(cells.neighbours(each.cell))
    return (
        "mismatch"
        if any(
            other.kind == "surplus"
            and other.cell in beside
            and other.category == each.category
            and other.first < each.end
            and each.first < other.end
            for other in planted
        )
        else "shortage"
    )

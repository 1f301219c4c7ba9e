"""Adding up what events change, in memory, by table and key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from insights.figures.days import oldest_kept
from insights.figures.deltas import FIELDS, WAIT, Delta, Fact, deltas, participants

POSITION = {name: index for index, name in enumerate(FIELDS)}

Key = tuple[str, str]
"""(cell, category)"""
DayKey = tuple[str, str, date]
"""(cell, category, day)"""
PersonKey = tuple[str, str, date, UUID]
WaitKey = tuple[str, str, date, int]


@dataclass
class Tally:
    """Sums of deltas, ready to be added to the tables.

    Args:
        today: days that are no longer kept by then are left out.
        wanted: where given, says which deltas matter; the rest is left out.
    """

    today: date
    wanted: Callable[[Delta], bool] | None = None
    buckets: dict[DayKey, list[int]] = field(default_factory=dict)
    people: dict[PersonKey, int] = field(default_factory=dict)
    waits: dict[WaitKey, int] = field(default_factory=dict)

    def add(self, fact: Fact) -> None:
        """Count one event."""
        kept = [delta for delta in deltas(fact) if self._counts(delta)]
        if not kept:
            return
        behind = participants(fact)
        for delta in kept:
            self._add_figure(delta)
            if delta.facts:
                for pseudonym in behind:
                    person = (delta.cell, delta.category, delta.day, pseudonym)
                    self.people[person] = self.people.get(person, 0) + delta.facts

    def add_all(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self.add(fact)

    @property
    def keys(self) -> set[Key]:
        """The (cell, category) pairs touched."""
        return {(cell, category) for cell, category, _ in self.buckets}

    def __len__(self) -> int:
        """How many rows of days it holds."""
        return len(self.buckets) + len(self.people)

    def _counts(self, delta: Delta) -> bool:
        if delta.day < oldest_kept(self.today):
            return False
        return self.wanted is None or self.wanted(delta)

    def _add_figure(self, delta: Delta) -> None:
        day = (delta.cell, delta.category, delta.day)
        figures = self.buckets.setdefault(day, [0] * len(FIELDS))
        if delta.field == WAIT:
            wait = (*day, delta.bin)
            self.waits[wait] = self.waits.get(wait, 0) + delta.amount
        else:
            figures[POSITION[delta.field]] += delta.amount

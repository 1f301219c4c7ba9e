"""What an import says at its end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from partners.enums import LineKind, Outcome
from partners.files.newest import Survey
from partners.lines.cleaning import LONGEST_LINE, shown
from partners.lines.phrases import normalised
from partners.services.importing import Taken
from partners.services.posts import Changes
from partners.services.subjects import Reading

SKIPPED = [outcome for outcome in Outcome if outcome.is_skipped]


@dataclass
class Report:
    """Counts of a whole run, and what an operator may want to mend."""

    survey: Survey
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    requests: Changes[Any] = field(default_factory=Changes)
    listings: Changes[Any] = field(default_factory=Changes)
    lines: int = 0
    mapped: int = 0
    left_out: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    _spelt: dict[str, str] = field(default_factory=dict)

    def note(self, outcome: Outcome, taken: Taken | None = None) -> None:
        """Count what became of one list."""
        self.outcomes[outcome] += 1
        if taken is None:
            return
        _add(self.requests, taken.requests)
        _add(self.listings, taken.listings)
        self._read(taken.needs)
        self._read(taken.excess)

    @property
    def wrote(self) -> bool:
        """Whether any list was taken."""
        return bool(self.outcomes[Outcome.NEW] or self.outcomes[Outcome.UPDATED])

    def text(self) -> Iterator[str]:
        """The report, line by line."""
        survey = self.survey
        yield (
            f"lists: {survey.read} read · {survey.unusable} unusable"
            f" · {survey.superseded} superseded within the file"
        )
        for place, reason in survey.reasons:
            yield f"  entry {place}: {reason}"
        if survey.unusable > len(survey.reasons):
            yield f"  and {survey.unusable - len(survey.reasons)} more"
        yield from self._organizations()
        for name, changes in (("requests", self.requests), ("listings", self.listings)):
            yield (
                f"{name}: {changes.new} new · {changes.kept} kept · {changes.withdrawn} withdrawn"
            )
            if changes.awaited:
                yield f"  not withdrawn, as somebody waits for an answer: {changes.awaited}"
        yield f"lines mapped: {self.mapped} of {self.lines} ({self._share()})"
        if self.left_out:
            yield f"  lines of lists too long, not read: {self.left_out}"
        for key, count in sorted(self.unmapped.items(), key=lambda each: (-each[1], each[0])):
            yield f"  {count} × {self._spelt[key]}"

    def _organizations(self) -> Iterator[str]:
        count = self.outcomes
        skipped = sum(count[outcome] for outcome in SKIPPED)
        yield (
            f"organizations: {count[Outcome.NEW]} new · {count[Outcome.UPDATED]} updated"
            f" · {count[Outcome.UNCHANGED]} unchanged · {skipped} skipped"
        )
        for outcome in SKIPPED:
            if count[outcome]:
                yield f"  skipped, {outcome.label}: {count[outcome]}"
        yield from (f"  {remark}" for remark in self.remarks)

    def _read(self, reading: Reading) -> None:
        self.lines += reading.lines
        self.mapped += reading.mapped
        for line in reading.unmapped:
            said = shown(line)
            key = normalised(line[:LONGEST_LINE]) or said
            if reading.kind == LineKind.EXCESS:
                said, key = f"{said} (excess)", f"{key} (excess)"
            self._spelt.setdefault(key, said)
            self.unmapped[key] += 1

    def _share(self) -> str:
        return f"{100 * self.mapped / self.lines:.1f} %" if self.lines else "–"


def _add(total: Changes[Any], changes: Changes[Any]) -> None:
    total.new += changes.new
    total.kept += changes.kept
    total.withdrawn += changes.withdrawn
    total.awaited += changes.awaited

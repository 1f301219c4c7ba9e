"""What the lines of a list come to: each food or category once, with the lines behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from partners.enums import LineKind
from partners.lines.mapping import Mapper, says_nothing
from partners.lines.names import CATEGORY


@dataclass
class Reading:
    """The lines of one kind, read.

    Args:
        kind: needs or excess.
        lines: how many say something.
        subjects: a food's slug, or a category's behind `category:`, → the lines that name it.
        unmapped: the lines that name nothing we know.
    """

    kind: LineKind
    lines: int = 0
    subjects: dict[str, list[str]] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)

    @property
    def mapped(self) -> int:
        return self.lines - len(self.unmapped)


def read_lines(mapper: Mapper, kind: LineKind, lines: Iterable[str]) -> Reading:
    """Map lines. An offer is of a food: a line that names only a category is not mapped there."""
    reading = Reading(kind)
    for line in lines:
        if says_nothing(line):
            continue
        reading.lines += 1
        means = mapper.means(line)
        categories = means.categories if kind == LineKind.NEED else ()
        named = (*means.foods, *(f"{CATEGORY}{slug}" for slug in categories))
        if not named:
            reading.unmapped.append(line)
        for subject in named:
            reading.subjects.setdefault(subject, []).append(line)
    return reading

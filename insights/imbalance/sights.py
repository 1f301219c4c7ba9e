"""What may be seen of one cell and category: all that a signal may rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Figures(NamedTuple):
    """A window's sums, in the order of `FIELDS`."""

    listings: int
    requests: int
    commitments: int
    offered_g: int
    requested_g: int
    committed_g: int
    handed_over_g: int
    expired_g: int

    def without(self, part: "Figures") -> "Figures":
        """What is left when a part is taken out."""
        return Figures(*(whole - own for whole, own in zip(self, part, strict=True)))

    @classmethod
    def sum(cls, parts: Iterable["Figures"]) -> "Figures":
        """All of them together."""
        return cls(*(sum(column) for column in zip(NOTHING, *parts, strict=True)))


NOTHING = Figures(0, 0, 0, 0, 0, 0, 0, 0)


class Span(NamedTuple):
    """The figures of one window or week, with the median minutes to a promise where known."""

    as_of: date
    figures: Figures
    median_minutes: int | None = None


@dataclass(frozen=True)
class Sight:
    """A window of a cell, and the witnesses of what is usual for it.

    Args:
        window_days: 14 or 30.
        now: the window itself.
        region: the window of the cell's region, the cell within; None where it may not be seen,
            and for a region.
        past: weeks of the cell that everybody may read, the latest last.
        season: the cell's weeks that touch the same days a year ago.
        season_around: those of its region.
    """

    window_days: int
    now: Span
    region: Span | None = None
    past: tuple[Span, ...] = ()
    season: tuple[Span, ...] = ()
    season_around: tuple[Span, ...] = ()

    @property
    def own(self) -> Figures:
        return self.now.figures

    @property
    def around(self) -> Figures | None:
        """The rest of the region."""
        return None if self.region is None else self.region.figures.without(self.own)

"""Reading windows: each read is one query on the index of what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.geo.cells import FINEST_PUBLIC, Point, encode
from insights.models import Aggregate

PLACE_PRECISIONS = (5, 4)
"""Where a place is asked for, not a cell: these, fine to coarse, until one may be seen."""


@dataclass(frozen=True)
class CellFigures:
    """One window of a cell, in one category, or in all (`category` is empty). Whole grams."""

    cell: str
    category: str
    as_of: date
    listings: int
    requests: int
    commitments: int
    offered_g: int
    requested_g: int
    committed_g: int
    handed_over_g: int
    expired_g: int
    median_minutes: int | None

    @property
    def fill_rate(self) -> float | None:
        """The promised share of what was asked for, at most 1; None when nothing was."""
        if self.requested_g <= 0:
            return None
        return round(min(1.0, max(0, self.committed_g) / self.requested_g), 2)


COLUMNS = tuple(CellFigures.__dataclass_fields__)


def of_cells(cells: Sequence[str], window_days: int) -> list[CellFigures]:
    """What may be seen of these cells, by cell and category."""
    rows = (
        Aggregate.objects.shown()
        .of_window(window_days)
        .within(cells)
        .order_by("cell", "category")
        .values_list(*COLUMNS)
    )
    return [CellFigures(*row) for row in rows]


def of_finest(cells: Sequence[str], window_days: int) -> tuple[str, list[CellFigures]]:
    """The first of these cells of which anything may be seen, with its figures.

    Args:
        cells: fine to coarse.
        window_days: 7, 14 or 30.

    Returns:
        The first cell and nothing, where nothing may be seen of any.
    """
    rows = of_cells(cells, window_days)
    seen = {row.cell for row in rows}
    chosen = next((cell for cell in cells if cell in seen), cells[0])
    return chosen, [row for row in rows if row.cell == chosen]


def cells_at(point: Point) -> list[str]:
    """The cells that answer for a place, fine to coarse."""
    finest = encode(point.lat, point.lon, FINEST_PUBLIC)
    return [finest[:precision] for precision in PLACE_PRECISIONS]

"""What somebody looks at, and what there is to see: read once, for the page and its downloads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from catalog.models import Category
from insights.pages.maps import REGION_PRECISION, Placed, grid
from insights.reads import forecasts, signals, trends
from insights.reads.figures import CellFigures, of_cells
from insights.reads.forecasts import ForecastShown
from insights.reads.freshness import Freshness, freshness, run_out
from insights.reads.signals import ExplainedSignal
from insights.reads.trends import Stretch

MIDDLE_PRECISION = 5


@dataclass(frozen=True)
class Asked:
    """What somebody looks at, and how they read.

    Args:
        cell: of precision 4 to 6.
        window_days: 7, 14 or 30.
        system: metric or imperial.
        language: a code of `settings.LANGUAGES`.
        category: the slug whose trend is drawn; the largest where it is empty or not to be seen.
        generated: whether a language model's words may be shown.
    """

    cell: str
    window_days: int
    system: str
    language: str
    category: str = ""
    generated: bool = True

    @property
    def middle(self) -> str:
        return self.cell[:MIDDLE_PRECISION]

    @property
    def region(self) -> str:
        return self.cell[:REGION_PRECISION]

    def url(
        self,
        cell: str | None = None,
        *,
        window_days: int | None = None,
        category: str | None = None,
        name: str = "insights:overview",
        form: str = "",
    ) -> str:
        """The same look with something else in it, at a page or as a download."""
        query: dict[str, str | int] = {
            "cell": cell or self.cell,
            "window": window_days or self.window_days,
        }
        if chosen := category or self.category:
            query["category"] = chosen
        return f"{reverse(name, args=[form] if form else [])}?{urlencode(query)}"


@dataclass(frozen=True)
class Seen:
    """All that the page shows, before it is put into words.

    Args:
        cell: what answers: the cell asked for, or the smallest around it that may be seen.
        rows: its figures, by category.
        placed, around: the cells of the map, and what may be seen of each.
        signals: what stands out, each thing once.
        trend_category, trend: whose weeks are drawn, and these.
        trend_categories: whose could be.
        forecasts: of the region.
        run_out: there were figures, and they are too old to be shown.
    """

    asked: Asked
    cell: str
    rows: Sequence[CellFigures]
    placed: Sequence[Placed]
    around: Mapping[str, Sequence[CellFigures]]
    categories: Sequence[Category]
    signals: Sequence[ExplainedSignal]
    trend_category: str
    trend_categories: Sequence[str]
    trend: Sequence[Stretch]
    forecasts: Sequence[ForecastShown]
    now: Freshness
    run_out: bool

    @property
    def anything(self) -> bool:
        """Whether there is anything to be seen here at all."""
        return any(self.around.values()) or bool(self.rows or self.signals or self.forecasts)


def look(asked: Asked) -> Seen:
    """What may be seen of a cell and its surroundings, in eight reads."""
    placed = grid(asked.middle)
    rows = _rows(asked, placed)
    cell = _answering(asked, rows)
    windows = trends.windows_of(cell)
    category = _largest(asked, rows.get(cell, []), windows)
    return Seen(
        asked=asked,
        cell=cell,
        rows=rows.get(cell, []),
        placed=placed,
        around={place: rows.get(place, []) for _x, _y, place in placed},
        categories=list(Category.objects.all()),
        signals=_nearest(signals.around(cell, asked.language, generated=asked.generated)),
        trend_category=category,
        trend_categories=sorted(windows),
        trend=trends.trend(cell, category, windows),
        forecasts=forecasts.of(cell),
        now=freshness(),
        run_out=cell not in rows and run_out([asked.cell, asked.middle, asked.region]),
    )


def _nearest(found: Sequence[ExplainedSignal]) -> list[ExplainedSignal]:
    """Of a kind and category only the smallest cell's, in the order given."""
    finest: dict[tuple[str, str], str] = {}
    for each in found:
        key = (each.signal.kind, each.signal.category)
        finest[key] = max(finest.get(key, ""), each.signal.cell, key=len)
    return [
        each for each in found if each.signal.cell == finest[each.signal.kind, each.signal.category]
    ]


def _rows(asked: Asked, placed: Sequence[Placed]) -> dict[str, list[CellFigures]]:
    """What may be seen of the cell, its region and the cells of the map: one read."""
    wanted = {asked.cell, asked.middle, asked.region}
    wanted |= {cell for _x, _y, cell in placed}
    rows: dict[str, list[CellFigures]] = {}
    for row in of_cells(sorted(wanted), asked.window_days):
        rows.setdefault(row.cell, []).append(row)
    return rows


def _answering(asked: Asked, rows: Mapping[str, Sequence[CellFigures]]) -> str:
    """The cell, or the smallest around it that may be seen; itself when none may."""
    around = [asked.cell, asked.middle, asked.region]
    return next((cell for cell in around if cell in rows), asked.cell)


def _largest(asked: Asked, rows: Sequence[CellFigures], windows: trends.Windows) -> str:
    """The category asked for, where it may be seen; else that with most food in it."""
    if asked.category in windows:
        return asked.category
    sums = {row.category: row.offered_g + row.requested_g for row in rows}
    known = sums or dict.fromkeys(windows, 0)
    return min(known, key=lambda slug: (-known[slug], slug), default="")

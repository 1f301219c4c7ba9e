"""The page of a town's figures: what a template needs, as ready strings."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.moments import moment
from insights.enums import Window
from insights.pages import forecasts, signal_cards, tables
from insights.pages.areas import area_name
from insights.pages.glance import glance
from insights.pages.maps import REGION_PRECISION, area_label, draw
from insights.pages.seen import Asked, Seen
from insights.pages.trends import trend
from insights.reads.figures import CellFigures


def context(seen: Seen) -> dict[str, Any]:
    """Everything the page shows, from what was read."""
    asked, system = seen.asked, seen.asked.system
    cards = signal_cards.cards(seen.signals, seen.categories, system)
    return {
        "area": area_name(seen.cell),
        "widened": seen.cell != asked.cell,
        "region": area_name(asked.region),
        "region_url": asked.url(asked.region),
        "is_region": len(seen.cell) == REGION_PRECISION,
        "windows": _windows(asked),
        "anything": seen.anything,
        "glance": glance(cards),
        "map": draw(seen.placed, seen.around, current=seen.cell, url_of=asked.url, system=system),
        "areas": _areas(asked, seen.around),
        "signals": cards,
        "trend": trend(seen),
        "forecasts": forecasts.cards(seen.forecasts, seen.categories, system),
        "stats": tables.stats(seen.rows, system),
        "table": tables.table(seen.rows, seen.categories, system),
        "columns": tables.columns(),
        "bars": tables.bars(seen.rows, seen.categories, system),
        "downloads": {form: asked.url(name="insights:download", form=form) for form in FORMS},
        "as_of": moment(seen.now.as_of),
        "lag_seconds": seen.now.lag_seconds,
        "stale": seen.now.stale,
        "run_out": seen.run_out,
        "wish": {"cell": seen.cell, "window": asked.window_days},
    }


FORMS = ("csv", "json")


def _windows(asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "label": str(Window(days).label),
            "url": asked.url(window_days=days),
            "current": days == asked.window_days,
        }
        for days in Window.values
    ]


def _areas(asked: Asked, around: Mapping[str, Sequence[CellFigures]]) -> list[dict[str, str]]:
    """The map as a list: the areas that may be seen, most first."""
    sums = {
        cell: (sum(row.offered_g for row in rows), sum(row.requested_g for row in rows))
        for cell, rows in around.items()
        if rows
    }
    return [
        {"label": area_label(cell, sums[cell], asked.system), "url": asked.url(cell)}
        for cell in sorted(sums, key=lambda cell: (-sum(sums[cell]), cell))
    ]

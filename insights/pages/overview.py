"""The page of a town's figures: what a template needs, as ready strings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Category
from core.moments import moment
from insights.enums import Window
from insights.pages import signal_cards
from insights.pages.amounts import duration, percent, weight
from insights.pages.areas import area_name
from insights.pages.maps import REGION_PRECISION, Placed, area_label, draw, grid
from insights.reads import signals
from insights.reads.figures import CellFigures, of_cells
from insights.reads.freshness import freshness
from insights.reads.signals import ExplainedSignal

MIDDLE_PRECISION = 5
MOST_BARS = 6


@dataclass(frozen=True)
class Asked:
    """What somebody looks at: a cell of precision 4 to 6, a window, in their units."""

    cell: str
    window_days: int
    system: str
    language: str

    @property
    def middle(self) -> str:
        return self.cell[:MIDDLE_PRECISION]

    def url(self, cell: str | None = None, window_days: int | None = None) -> str:
        query = {"cell": cell or self.cell, "window": window_days or self.window_days}
        return f"{reverse('insights:overview')}?{urlencode(query)}"


def context(asked: Asked) -> dict[str, Any]:
    """Everything the page shows of a cell and its surroundings, in five reads."""
    placed = grid(asked.middle)
    rows = _rows(asked, placed)
    cell = _answering(asked, rows)
    found = rows.get(cell, [])
    around = {place: rows.get(place, []) for _x, _y, place in placed}
    categories = list(Category.objects.all())
    standing_out = _nearest(signals.around(cell, asked.language))
    drawing = draw(placed, around, current=cell, url_of=asked.url, system=asked.system)
    now = freshness()
    return {
        "area": area_name(cell),
        "widened": cell != asked.cell,
        "region_url": asked.url(cell=asked.cell[:REGION_PRECISION]),
        "is_region": len(cell) == REGION_PRECISION,
        "windows": _windows(asked),
        "anything": any(around.values()) or bool(found or standing_out),
        "map": drawing,
        "areas": _areas(asked, around),
        "signals": signal_cards.cards(standing_out, categories, asked.system),
        "stats": _stats(found, asked),
        "table": _table(found, categories, asked.system),
        "columns": _columns(),
        "bars": _bars(found, categories, asked.system),
        "as_of": moment(now.as_of),
        "lag_seconds": now.lag_seconds,
    }


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
    wanted = {asked.cell, asked.middle, asked.cell[:REGION_PRECISION]}
    wanted |= {cell for _x, _y, cell in placed}
    rows: dict[str, list[CellFigures]] = {}
    for row in of_cells(sorted(wanted), asked.window_days):
        rows.setdefault(row.cell, []).append(row)
    return rows


def _answering(asked: Asked, rows: Mapping[str, Any]) -> str:
    """The cell, or the smallest around it that may be seen; itself when none may."""
    around = [asked.cell, asked.middle, asked.cell[:REGION_PRECISION]]
    return next((cell for cell in around if cell in rows), asked.cell)


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
        {"label": area_label(cell, sums[cell], asked.system), "url": asked.url(cell=cell)}
        for cell in sorted(sums, key=lambda cell: (-sum(sums[cell]), cell))
    ]


def _closest(found: Sequence[ExplainedSignal]) -> list[ExplainedSignal]:
    """Each thing said once, of the smallest area it holds in."""
    closest: dict[tuple[str, str], ExplainedSignal] = {}
    for each in found:
        said = (each.signal.kind, each.signal.category)
        if said not in closest or len(each.signal.cell) > len(closest[said].signal.cell):
            closest[said] = each
    return list(closest.values())


def _stats(rows: Sequence[CellFigures], asked: Asked) -> list[dict[str, str]]:
    if not rows:
        return []
    total = {name: sum(getattr(row, name) for row in rows) for name in _SUMMED}
    waits = sorted(row.median_minutes for row in rows if row.median_minutes is not None)
    stats = [
        _stat(_("offered"), weight(total["offered_g"], asked.system), "offered"),
        _stat(_("asked for"), weight(total["requested_g"], asked.system), "asked"),
        _stat(_("promised"), weight(total["committed_g"], asked.system), "promised"),
        _stat(_("handed over"), weight(total["handed_over_g"], asked.system), "handed-over"),
        _stat(_("lost"), weight(total["expired_g"], asked.system), "lost"),
    ]
    if len(waits) == 1:
        stats.append(_stat(_("to a promise, usually"), duration(waits[0]), "median-wait"))
    return stats


_SUMMED = ("offered_g", "requested_g", "committed_g", "handed_over_g", "expired_g")


def _stat(label: str, value: str, anchor: str) -> dict[str, str]:
    return {"label": label, "value": value, "url": definition_url(anchor)}


def definition_url(anchor: str) -> str:
    return f"{reverse('insights:definitions')}#{anchor}"


def _table(
    rows: Sequence[CellFigures], categories: Sequence[Category], system: str
) -> list[dict[str, str]]:
    return [
        {
            "category": name,
            "offered": weight(row.offered_g, system),
            "asked": weight(row.requested_g, system),
            "promised": weight(row.committed_g, system),
            "handed_over": weight(row.handed_over_g, system),
            "lost": weight(row.expired_g, system),
            "fill_rate": "–" if row.fill_rate is None else percent(row.fill_rate),
            "posts": f"{row.listings} / {row.requests} / {row.commitments}",
        }
        for name, row in _named(rows, categories)
    ]


def _columns() -> list[tuple[str, str]]:
    """The table's figures in their order: anchor of the definition, title."""
    return [
        ("offered", _("Offered")),
        ("asked", _("Asked for")),
        ("promised", _("Promised")),
        ("handed-over", _("Handed over")),
        ("lost", _("Lost")),
        ("fill-rate", _("Fill rate")),
        ("listings", _("Offers / requests / promises")),
    ]


def _bars(
    rows: Sequence[CellFigures], categories: Sequence[Category], system: str
) -> list[dict[str, str]]:
    """Two bars a category, offered and asked for, on one scale; those with most food in them."""
    named = _named(rows, categories)
    largest = sorted(named, key=lambda pair: pair[1].offered_g + pair[1].requested_g)[-MOST_BARS:]
    most = max((max(row.offered_g, row.requested_g) for row in rows), default=0)
    bars = []
    for name, row in named:
        if (name, row) not in largest:
            continue
        for word, grams, tone in (
            (_("%(category)s, offered"), row.offered_g, "leaf"),
            (_("%(category)s, asked for"), row.requested_g, "honey"),
        ):
            bars.append(
                {
                    "label": word % {"category": name},
                    "value": weight(grams, system),
                    "share": str(100 * max(0, grams) // most if most else 0),
                    "tone": tone,
                }
            )
    return bars


def _named(
    rows: Sequence[CellFigures], categories: Sequence[Category]
) -> list[tuple[str, CellFigures]]:
    """In the catalog's order; a total is named as such."""
    by_slug = {row.category: row for row in rows}
    named = [(c.name, by_slug[c.slug]) for c in categories if c.slug in by_slug]
    return [(_("All food"), by_slug[""]), *named] if "" in by_slug else named

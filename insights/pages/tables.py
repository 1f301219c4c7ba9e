"""A cell's figures as stats, bars and a table; each leads to its definition."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Category
from insights.pages.amounts import duration, percent, weight
from insights.reads.figures import CellFigures

MOST_BARS = 6
SUMMED = ("offered_g", "requested_g", "committed_g", "handed_over_g", "expired_g")


def definition_url(anchor: str) -> str:
    return f"{reverse('insights:definitions')}#{anchor}"


def stats(rows: Sequence[CellFigures], system: str) -> list[dict[str, str]]:
    if not rows:
        return []
    total = {name: sum(getattr(row, name) for row in rows) for name in SUMMED}
    waits = [row.median_minutes for row in rows if row.median_minutes is not None]
    told = [
        (_("offered"), weight(total["offered_g"], system), "offered"),
        (_("asked for"), weight(total["requested_g"], system), "asked"),
        (_("promised"), weight(total["committed_g"], system), "promised"),
        (_("handed over"), weight(total["handed_over_g"], system), "handed-over"),
        (_("lost"), weight(total["expired_g"], system), "lost"),
    ]
    if len(waits) == 1:  # the usual of several kinds of food is not the usual of all
        told.append((_("to a promise, usually"), duration(waits[0]), "median-wait"))
    return [
        {"label": label, "value": value, "url": definition_url(anchor)}
        for label, value, anchor in told
    ]


def table(
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
        for name, row in named(rows, categories)
    ]


def columns() -> list[tuple[str, str]]:
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


def bars(
    rows: Sequence[CellFigures], categories: Sequence[Category], system: str
) -> list[dict[str, Any]]:
    """Two bars a category, offered and asked for, on one scale; those with most food in them."""
    by_name = named(rows, categories)
    largest = sorted(by_name, key=lambda pair: pair[1].offered_g + pair[1].requested_g)[-MOST_BARS:]
    most = max((max(row.offered_g, row.requested_g) for row in rows), default=0)
    drawn = []
    for name, row in by_name:
        if (name, row) not in largest:
            continue
        for word, grams, tone in (
            (_("%(category)s, offered"), row.offered_g, "leaf"),
            (_("%(category)s, asked for"), row.requested_g, "honey"),
        ):
            drawn.append(
                {
                    "label": word % {"category": name},
                    "value": weight(grams, system),
                    "share": str(_share(grams, most)),
                    "tone": tone,
                }
            )
    return drawn


def _share(grams: int, most: int) -> int:
    """Per cent of the longest bar; what is more than nothing is seen."""
    return max(1, 100 * grams // most) if grams > 0 and most else 0


def named(
    rows: Sequence[CellFigures], categories: Sequence[Category]
) -> list[tuple[str, CellFigures]]:
    """In the catalog's order; a total is named as such."""
    by_slug = {row.category: row for row in rows}
    known = [(c.name, by_slug[c.slug]) for c in categories if c.slug in by_slug]
    return [(_("All food"), by_slug[""]), *known] if "" in by_slug else known

"""The front door: what this is, and a town at work, for who has neither signed in nor asked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.presenters import distance_text
from accounts.views.asking import HtmxRequest, reader
from catalog.languages import catalog_language
from catalog.models import Category
from core.geo import cells
from core.geo.cells import Point
from core.sharing import Shared, with_site_card
from insights.enums import Window
from insights.pages.amounts import weight
from insights.pages.tables import definition_url
from insights.reads.context import context_line
from insights.reads.figures import cells_at, of_finest
from nearby import maps, places, presenters
from nearby.enums import Kind
from nearby.feed.density import MOST, Counts, by_cell
from nearby.feed.filters import Filters
from nearby.feed.pages import DEFAULT_RADIUS_KM, around_place
from nearby.forms import WhereForm
from nearby.places import Standpoint

CARDS = 6
LINES = 2


def is_wanted(request: HtmxRequest) -> bool:
    """Whether the front door is meant, not the list: nobody is signed in, and nothing was asked
    for, neither now nor earlier in this visit."""
    has_asked = request.GET or request.htmx or places.CHOSEN in request.session
    return not (request.user.is_authenticated or has_asked)


def show(request: HtmxRequest, spot: Standpoint | None) -> HttpResponse:
    """The front door; `spot` is the town it shows at work, or None, and it asks for one first."""
    context: dict[str, Any] = {"form": WhereForm(), "spot": spot, "share": _shared()}
    if spot:
        context |= _town_at_work(request, spot)
    return render(request, "nearby/landing.html", context)


def _shared() -> Shared:
    """The site as others preview it."""
    text = _("Share surplus food with people near you, and ask for what you need.")
    return with_site_card(_("Surplus food, shared nearby"), text, reverse("nearby:home"))


def _town_at_work(request: HttpRequest, spot: Standpoint) -> dict[str, Any]:
    who, filters = reader(request), Filters()
    surroundings: dict[str, Any] = {
        "viewer": who,
        "filters": filters,
        "here": spot.here,
        "radius_km": DEFAULT_RADIUS_KM,
    }
    page = around_place(**surroundings, limit=CARDS)
    counts = by_cell(**surroundings)
    return {
        "cards": presenters.cards(page, who, Category.objects.all()),
        "figures": [*_of_a_month(spot.here), *_around_now(counts, spot)],
        "context_lines": context_line(spot.cell, catalog_language())[:LINES],
        "list_url": _list_url(spot.cell),
        "map": maps.draw(
            spot.cell,
            counts,
            url_of=_list_url,
            name_of=lambda cell: _how_far(spot.here, cell),
        ),
    }


def _of_a_month(here: Point) -> list[dict[str, str]]:
    """The figures of thirty days that may be seen of the smallest area around; none where too
    few people stand behind any."""
    _cell, rows = of_finest(cells_at(here), Window.MONTH)
    if not rows:
        return []
    told = [
        (_("handed over"), weight(sum(row.handed_over_g for row in rows)), "handed-over"),
        (_("promises made"), _count(sum(row.commitments for row in rows)), "commitments"),
        (_("offers posted"), _count(sum(row.listings for row in rows)), "listings"),
    ]
    note = _("in 30 days")
    return [
        {"value": value, "label": label, "note": note, "url": definition_url(anchor)}
        for label, value, anchor in told
    ]


def _around_now(counts: Counts, spot: Standpoint) -> list[dict[str, str]]:
    """How many offers are open around here; it leads to them. None where there are none."""
    offers = sum(count for (_cell, kind), count in counts.items() if kind == Kind.LISTING)
    if not offers:
        return []
    value = _count(offers) if counts.total() < MOST else _("%(count)s+") % {"count": _count(offers)}
    url = _list_url(spot.cell)
    return [{"value": value, "label": _("offers around now"), "note": "", "url": url}]


def _list_url(cell: str) -> str:
    """The list, looked at from a cell. That it names one keeps it from being the front door."""
    return f"?{urlencode({'cell': cell})}"


def _how_far(here: Point, cell: str) -> str:
    km = cells.distance_km(here, cells.centre(cell))
    return _("Here") if km == 0 else distance_text(km, "metric")


def _count(number: int) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.presenters import distance_text, length_text
from accounts.views.asking import HtmxRequest, reader
from catalog.languages import catalog_language
from core.errors import Invalid
from core.forms import FORM_METHODS, sent, show_form
from core.geo import cells
from insights.reads.context import context_line
from nearby import landing, maps, places, presenters
from nearby.asked import Asked, read_asked
from nearby.chips import chips
from nearby.feed.density import by_cell
from nearby.feed.pages import MOST_KM, Page, around_place
from nearby.forms import WhereForm
from nearby.places import Standpoint

CARDS_A_PAGE = 24
FURTHER_KM = (5, 10, 25, MOST_KM)
LINES = 2


@require_safe
def home(request: HtmxRequest) -> HttpResponse:
    """What is around now, food and requests, nearest first; the front door for who is new."""
    spot = places.standpoint(request)
    if spot is None or landing.is_wanted(request):
        return landing.show(request, spot)
    asked = read_asked(request.GET)
    cursor = request.GET.get("cursor")
    page = _page(request, asked, spot, cursor)
    context = _list(request, asked, page)
    if request.htmx and cursor:
        return render(request, "nearby/home.html#results", context)
    context |= _surroundings(request, asked, spot)
    if request.htmx:
        response = render(request, "nearby/home.html#feed", context)
        response["HX-Push-Url"] = f"{request.path}{asked.url()}"
        return response
    return render(request, "nearby/home.html", context)


@require_http_methods(FORM_METHODS)
def place(request: HttpRequest) -> HttpResponse:
    """Choose where to look from, for this visit; a home stays what it is."""
    form = WhereForm(sent(request))
    if request.method == "POST" and form.is_valid():
        places.choose(request, form.cleaned_data["place"])
        return redirect("nearby:home")
    home_cell = getattr(request.user, "home_cell", "")
    return show_form(request, "nearby/place.html", form, home_cell=home_cell)


@require_POST
def back_home(request: HttpRequest) -> HttpResponse:
    """Look from home again."""
    places.forget_choice(request)
    messages.success(request, _("You look from home again."))
    return redirect("nearby:home")


def _page(request: HtmxRequest, asked: Asked, spot: Standpoint, cursor: str | None) -> Page:
    """The page a cursor names; the first one when it names none."""
    how: dict[str, Any] = {
        "viewer": reader(request),
        "filters": asked.filters(),
        "here": spot.here,
        "radius_km": places.radius_km(request),
        "limit": CARDS_A_PAGE,
    }
    try:
        return around_place(**how, cursor=cursor)
    except Invalid:
        return around_place(**how)


def _list(request: HtmxRequest, asked: Asked, page: Page) -> dict[str, Any]:
    """The cards, how many came, and what comes after them: more, or how to look further."""
    radius = places.radius_km(request)
    wider = next((km for km in FURTHER_KM if km > radius), None)
    length = length_text(radius, _units(request))
    how_far = _("Within %(length)s, nearest first") % {"length": length}
    came = presenters.came(page, further="cursor" in request.GET)
    return {
        "cards": presenters.cards(page, reader(request), asked.categories),
        "more_url": asked.url(cursor=page.following) if page.following else "",
        "further_url": asked.url(within=wider) if wider else "",
        "further": length_text(wider, _units(request)) if wider else "",
        "how_far": how_far,
        "came": came,
        "said": f"{came}. {how_far}",
    }


def _surroundings(request: HtmxRequest, asked: Asked, spot: Standpoint) -> dict[str, Any]:
    """The map, the place, what stands out around it, and the filters."""
    counts = by_cell(
        viewer=reader(request),
        filters=asked.filters(),
        here=spot.here,
        radius_km=places.radius_km(request),
    )
    here = cells.encode(spot.here.lat, spot.here.lon, cells.FINEST_PUBLIC)
    usual_km, units = places.own_radius_km(request), _units(request)
    return {
        "spot": spot,
        "asked": asked,
        "chips": chips(asked, usual_km=usual_km, units=units),
        "context_lines": context_line(here, catalog_language())[:LINES],
        "here": here,
        "map": maps.draw(
            here,
            counts,
            url_of=lambda cell: asked.url(cell=cell),
            name_of=lambda cell: _how_far(request, spot, cell),
        ),
    }


def _how_far(request: HtmxRequest, spot: Standpoint, cell: str) -> str:
    km = cells.distance_km(spot.here, cells.centre(cell))
    return _("Here") if km == 0 else distance_text(km, _units(request))


def _units(request: HttpRequest) -> str:
    units: str = getattr(request.user, "units", "metric")
    return units

"""The pages of the figures: public, nothing on them rests on fewer than k people."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from catalog.models import Category
from core.errors import Invalid
from core.geo import towns
from core.geo.cells import encode
from core.moments import moment
from insights import asked
from insights.definitions import GROUPS
from insights.enums import SignalKind, Window
from insights.pages import signal_cards
from insights.pages.overview import MIDDLE_PRECISION, Asked, context, definition_url
from insights.reads import signals
from insights.reads.start import start_cell


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def overview(request: HtmxRequest) -> HttpResponse:
    """The town as areas: what was offered, asked for and handed over, and what stands out."""
    wanted = request.GET.dict()
    notice = ""
    try:
        days, cell = asked.window_of(wanted), _cell(wanted)
    except Invalid:
        days, cell = Window.WEEK.value, ""
        notice = _("That place or time could not be read; here is another one.")
    if wanted.get("near") and not cell:
        notice = _("No town by that name is known here.")
    cell = cell or start_cell(request.user)
    page = {"notice": notice, "near": wanted.get("near", ""), "window_days": days}
    if cell:
        page |= context(Asked(cell, days, _system(request), get_language() or "en"))
    partly = request.htmx and not request.htmx.history_restore_request
    fragment = "#figures" if partly else ""
    return render(request, f"insights/overview.html{fragment}", page)


@require_safe
def signal(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """Why we say this: what a signal means, rests on, and how its text was made."""
    explained = signals.one(signal_id, get_language() or "en")
    if explained is None:
        raise Http404
    found = explained.signal
    category = Category.objects.filter(slug=found.category).first()
    page = {
        "card": signal_cards.card(explained, category, _system(request)),
        "signal": found,
        "words": explained.words,
        "shares": signal_cards.shares(found.numbers),
        "times": {
            "made": moment(explained.words.created_at),
            "good_until": moment(explained.words.expires_at),
            "first_seen": moment(found.first_seen),
            "computed": moment(found.computed_at),
            "lapses": moment(found.expires_at),
        },
        "definition_url": definition_url(signal_cards.ANCHORS[SignalKind(found.kind)]),
        "people_url": definition_url("people"),
    }
    return render(request, "insights/signal.html", page)


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure means."""
    return render(request, "insights/definitions.html", {"groups": GROUPS})


def _cell(wanted: dict[str, str]) -> str:
    """The cell, place or town asked for; empty when there is none.

    Raises:
        Invalid: it cannot be read.
    """
    if cell := asked.cell_of(wanted):
        return cell
    point = asked.point_of(wanted)
    if point is None and (near := wanted.get("near", "").strip()):
        point = next((town.point for town in towns.search(near, limit=1)), None)
    return encode(point.lat, point.lon, MIDDLE_PRECISION) if point else ""


def _system(request: HttpRequest) -> str:
    return getattr(request.user, "units", "metric")

"""The pages of the figures: public, nothing on them rests on fewer than k people."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.asking import HtmxRequest, reader, viewer
from catalog.models import Category
from core import clock
from core.errors import Invalid
from core.geo import towns
from core.geo.cells import encode
from core.moments import moment
from core.spreadsheets import CONTENT_TYPE
from insights import asked
from insights.areas import request_figures
from insights.definitions import GROUPS, definition
from insights.enums import SignalKind, Window
from insights.pages import downloads, signal_cards
from insights.pages.facts import statistics
from insights.pages.overview import context
from insights.pages.seen import MIDDLE_PRECISION, Asked, look
from insights.permissions import can_trace, may_be_generated
from insights.reads import signals
from insights.reads.start import start_cell


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
    page["guidance"] = getattr(request.user, "guidance", True)
    if cell:
        page |= context(look(_asked(request, cell, days)))
    partly = request.htmx and not request.htmx.history_restore_request
    fragment = "#figures" if partly else ""
    return render(request, f"insights/overview.html{fragment}", page)


@login_required
@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    """Ask that figures which ran out, or are behind, be computed again."""
    wanted = request.POST.dict()
    try:
        cell, days = asked.cell_of(wanted), asked.window_of(wanted)
        request_figures(cell=cell, window_days=days, by=viewer(request))
    except Invalid:
        messages.error(request, _("That place or time could not be read."))
        return redirect("insights:overview")
    messages.success(request, _("The figures are being computed again. Look again in a minute."))
    return redirect(f"{reverse('insights:overview')}?{urlencode({'cell': cell, 'window': days})}")


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Exactly what the page shows, as a table or for programs."""
    wanted = request.GET.dict()
    try:
        days, cell = asked.window_of(wanted), asked.cell_of(wanted)
    except Invalid as error:
        raise Http404 from error
    if form not in FORMS or not cell:
        raise Http404
    seen = look(_asked(request, cell, days))
    name = f"foodcoord-{cell}-{days}-{clock.today().isoformat()}.{form}"
    return HttpResponse(
        downloads.as_csv(seen) if form == "csv" else downloads.as_json(seen),
        content_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


FORMS = {"csv": CONTENT_TYPE, "json": "application/json"}


@require_safe
def signal(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """Why we say this: what a signal means, rests on, and how its text was made."""
    generated = may_be_generated(reader(request))
    explained = signals.one(signal_id, get_language() or "en", generated=generated)
    if explained is None:
        raise Http404
    found = explained.signal
    kind, system = SignalKind(found.kind), _system(request)
    category = Category.objects.filter(slug=found.category).first()
    page = {
        "card": signal_cards.card(explained, category, system),
        "signal": found,
        "words": explained.words,
        "statistics": statistics(kind, found.numbers, system),
        "times": {
            "made": moment(explained.words.created_at),
            "good_until": moment(explained.words.expires_at),
            "first_seen": moment(found.first_seen),
            "computed": moment(found.computed_at),
            "lapses": moment(found.expires_at),
        },
        "definition": definition(signal_cards.ANCHORS[kind]),
        "trace_url": _trace_url(request, found.pk),
    }
    return render(request, "insights/signal.html", page)


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure means."""
    return render(request, "insights/definitions.html", {"groups": GROUPS})


def _asked(request: HttpRequest, cell: str, days: int) -> Asked:
    return Asked(
        cell=cell,
        window_days=days,
        system=_system(request),
        language=get_language() or "en",
        category=request.GET.get("category", ""),
        generated=may_be_generated(reader(request)),
    )


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


def _trace_url(request: HttpRequest, signal_id: UUID) -> str:
    """Where operators see how the texts came about; nothing for everybody else."""
    if not can_trace(reader(request)):
        return ""
    return f"{reverse('admin:insights_explanation_changelist')}?q={signal_id}"

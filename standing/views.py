"""The pages of what comes round every week. Only those it speaks for see them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.asking import HtmxRequest, person
from core.errors import Refused
from core.forms import FORM_METHODS, saved, sent, show_form
from core.paging import turned_page
from listings.models import Listing
from posts import pages
from posts.models import Post
from posts.shapes import NEWEST_FIRST
from requests_app.models import FoodRequest
from standing import services
from standing.enums import Kind, StandingState
from standing.forms import DayForm, EditForm, PauseForm, StartForm
from standing.models import Standing
from standing.presenters import TONES, days_ahead, facts, row

MODELS: dict[str, type[Post]] = {Kind.LISTING: Listing, Kind.REQUEST: FoodRequest}
LIVE = (StandingState.RUNNING, StandingState.PAUSED)


@login_required
@require_safe
def mine(request: HtmxRequest) -> HttpResponse:
    """What comes round every week, and what has ended."""
    by, ended = person(request), "ended" in request.GET
    own = Standing.objects.visible_to(by).with_party()
    shown = own.in_state(StandingState.ENDED) if ended else own.in_state(*LIVE)
    page, more_url = turned_page(request, shown, order=NEWEST_FIRST, size=pages.ROWS_A_PAGE)
    rows = [row(standing, by) for standing in page]
    context = {"rows": rows, "more_url": more_url, "ended": ended}
    fragment = "#results" if request.htmx else ""
    return render(request, f"standing/standing_list.html{fragment}", context)


@login_required
@require_http_methods(FORM_METHODS)
def create(request: HttpRequest, kind: str, post_id: UUID) -> HttpResponse:
    """Let a post of one's own come round every week."""
    by = person(request)
    rows: Any = MODELS[kind].rows().of(by)
    post: Post = get_object_or_404(rows.with_party(), pk=post_id)
    form = StartForm(sent(request), post=post)

    def start() -> Standing:
        standing_id = form.cleaned_data["id"]
        return services.start(by=by, standing_id=standing_id, draft=form.draft())[0]

    if standing := saved(request, form, start):
        messages.success(request, _("From now on it comes round every week."))
        return redirect(standing)
    return show_form(request, "standing/standing_form.html", form, back=post)


@login_required
@require_safe
def detail(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """One, with its days ahead."""
    standing, by = _own(request, standing_id), person(request)
    context = {
        "standing": standing,
        "tone": TONES[StandingState(standing.state)],
        "page": {"facts": facts(standing, by)},
        "days": days_ahead(standing),
        "is_running": standing.state == StandingState.RUNNING,
        "is_live": standing.state in LIVE,
    }
    return render(request, "standing/standing_detail.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """Change what its next occasions say."""
    standing, by = _own(request, standing_id), person(request)
    form = EditForm(sent(request), standing=standing)
    write = lambda: services.edit(standing=standing, by=by, **form.rhythm())  # noqa: E731
    if saved(request, form, write):
        messages.success(request, _("It is changed. What is posted already stays as it is."))
        return redirect(standing)
    return show_form(request, "standing/standing_form.html", form, back=standing)


@login_required
@require_http_methods(FORM_METHODS)
def pause(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """Let it rest."""
    standing, by = _own(request, standing_id), person(request)
    form = PauseForm(sent(request))

    def rest() -> Standing:
        return services.pause(standing=standing, by=by, until=form.cleaned_data["until"])

    if saved(request, form, rest):
        messages.success(request, _("It is paused."))
        return redirect(standing)
    return show_form(request, "standing/standing_pause.html", form, standing=standing)


@login_required
@require_POST
def resume(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """Let it go on."""
    standing, by = _own(request, standing_id), person(request)
    return _run(
        request,
        standing,
        lambda: services.resume(standing=standing, by=by),
        _("It goes on every week."),
    )


@login_required
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """Ask once, then let it never come round again."""
    standing, by = _own(request, standing_id), person(request)
    if request.method == "POST":
        said = _("It has ended. What is posted already stays as it is.")
        return _run(request, standing, lambda: services.end(standing=standing, by=by), said)
    return render(request, "standing/standing_end.html", {"standing": standing})


@login_required
@require_POST
def skip(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """Leave one day out."""
    return _with_day(request, standing_id, services.skip, _("That day is left out."))


@login_required
@require_POST
def keep(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """Have a day after all."""
    return _with_day(request, standing_id, services.keep, _("That day takes place."))


@login_required
@require_POST
def post_now(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """Post one day ahead of time, or again."""
    return _with_day(request, standing_id, services.post, _("It is posted."))


def _own(request: HttpRequest, standing_id: UUID) -> Standing:
    rows = Standing.objects.visible_to(person(request)).with_party()
    found: Standing = get_object_or_404(rows, pk=standing_id)
    return found


def _with_day(
    request: HttpRequest, standing_id: UUID, verb: Callable[..., Any], said: str
) -> HttpResponse:
    standing, by, form = _own(request, standing_id), person(request), DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the days ahead."))
        return redirect(standing)
    day = form.cleaned_data["day"]
    return _run(request, standing, lambda: verb(standing=standing, by=by, day=day), said)


def _run(
    request: HttpRequest, standing: Standing, verb: Callable[[], Any], said: str
) -> HttpResponse:
    try:
        verb()
    except Refused as refused:
        messages.error(request, pages.reason(refused))
    else:
        messages.success(request, said)
    return redirect(standing)

"""The pages of food needed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.acting import acting_for
from accounts.views.asking import HtmxRequest, person, reader, visible_organization
from core.forms import FORM_METHODS, saved, sent, show_form
from core.linked_data import script_of
from posts import extending, pages
from posts.forms import ExtendForm
from posts.sharing import shared, show_card
from requests_app import services
from requests_app.enums import LIVE
from requests_app.forms import AskForm, EditRequestForm
from requests_app.linked_data import demand_of
from requests_app.models import FoodRequest
from requests_app.presenters import request_card, request_page, request_row
from requests_app.sharing import CARDS


@login_required
@require_http_methods(FORM_METHODS)
def create(request: HttpRequest) -> HttpResponse:
    """Ask for food."""
    by = person(request)
    form = AskForm(
        sent(request),
        by=by,
        food=pages.named_food(request),
        acting=acting_for(request),
    )

    def ask() -> FoodRequest:
        request_id = form.cleaned_data["id"]
        return services.create(by=by, request_id=request_id, draft=form.draft())[0]

    if needed := saved(request, form, ask):
        return pages.posted(request, needed)
    return show_form(request, "requests/request_create.html", form, **pages.home_of(by))


@require_safe
def detail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request, as far as the reader may know it."""
    try:
        needed = pages.visible(FoodRequest, request, request_id)
    except Http404:
        return pages.show_over(FoodRequest, request, request_id)
    who = reader(request)
    page = request_page(needed, who)
    context = {
        "needed": needed,
        "page": page,
        "more_time": pages.more_time(needed),
        "just_posted": page.is_own and pages.is_new(request, needed),
        "can_undo": page.is_own and pages.can_undo(request, needed),
        "linked_data": "" if who.is_authenticated else script_of(demand_of(needed)),
        "share": shared(needed, CARDS) if needed.organization else None,
    }
    return render(request, "requests/request_detail.html", context)


@require_safe
def card(request: HttpRequest, request_id: UUID, language: str, version: int) -> HttpResponse:
    """The picture that a link to an organization's request shows elsewhere."""
    return show_card(request, CARDS, request_id, language, version)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Change what one's own request says."""
    needed, by = pages.editable(FoodRequest, request, request_id), person(request)
    form = EditRequestForm(sent(request), post=needed)
    if saved(request, form, lambda: services.update(food_request=needed, by=by, **form.told())):
        messages.success(request, _("Your request is changed."))
        return redirect(needed)
    return show_form(request, "requests/request_edit.html", form, needed=needed)


@login_required
@require_http_methods(FORM_METHODS)
def extend(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Give one's own request more time, by one tap or by choosing an end."""
    needed, by = pages.editable(FoodRequest, request, request_id), person(request)
    form = ExtendForm(sent(request))

    def give_time() -> FoodRequest:
        end = form.cleaned_data["end"]
        return services.extend(food_request=needed, by=by, needed_by=end)

    if saved(request, form, give_time):
        messages.success(request, _("Your request has more time now."))
        return redirect(needed)
    return show_form(request, "requests/request_extend.html", form, needed=needed)


@login_required
@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask once, then take one's own request back."""
    needed, by = pages.editable(FoodRequest, request, request_id), person(request)
    if request.method == "POST":
        taken_back = _("Your request is taken back. What was promised to you stays promised.")
        return pages.run(
            request, needed, lambda: services.withdraw(food_request=needed, by=by), taken_back
        )
    return render(request, "requests/request_withdraw.html", {"needed": needed})


@login_required
@require_POST
def undo(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Undo one's own withdrawal."""
    needed, by = pages.editable(FoodRequest, request, request_id), person(request)
    said = _("Neighbours can see again what you need.")
    return pages.run(request, needed, lambda: services.undo(food_request=needed, by=by), said)


@require_http_methods(FORM_METHODS)
def extend_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """More time by one tap on a link from a mail."""
    return extending.extend_by_link(
        request,
        FoodRequest,
        token,
        lambda needed, end: services.extend(food_request=needed, by=needed.owner, needed_by=end),
    )


@login_required
@require_safe
def mine(request: HtmxRequest) -> HttpResponse:
    """What one asks for, and what one has asked for before."""
    by, ended = person(request), "ended" in request.GET
    own = FoodRequest.objects.of(by)
    shown = own.exclude(state__in=LIVE) if ended else own.in_state(*LIVE)
    page, more_url = pages.rows_page(request, shown)
    rows = [request_row(needed, by) for needed in page]
    fragment = "#results" if request.htmx else ""
    context = {"rows": rows, "more_url": more_url, "ended": ended}
    return render(request, f"requests/request_mine.html{fragment}", context)


@require_safe
def of_organization(request: HtmxRequest, slug: str) -> HttpResponse:
    """What an organization needs now: on its page, or on one of its own."""
    organization, viewer = visible_organization(request, slug), reader(request)
    newest = pages.newest_of(organization, FoodRequest.objects.all(), viewer)
    cards = [request_card(needed, viewer) for needed in newest]
    return pages.show_newest(
        request, "requests/request_of.html", organization=organization, cards=cards
    )

"""One's own saved searches: never anybody else's."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.presenters import area_sentence
from accounts.views.asking import HtmxRequest, person
from catalog.enums import Allergen, Diet
from core.forms import FORM_METHODS, saved, sent, show_form
from core.geo import cells
from core.paging import turned_page
from matching.enums import PostKind
from matching.forms import EditSearchForm, NewSearchForm
from matching.models import LONGEST_WORDS, SavedSearch
from matching.permissions import own_search
from matching.presenters import search_rows, search_title
from matching.reach import FURTHEST_KM
from matching.services import searches
from matching.services.searches import COARSEST, FINEST, MOST_A_PERSON
from posts.shapes import NEWEST_FIRST

ROWS_A_PAGE = 20


@login_required
@require_safe
def search_list(request: HtmxRequest) -> HttpResponse:
    """What one has asked to be told of."""
    by = person(request)
    own = SavedSearch.objects.of(by).select_related("category", "food", "organization")
    page, more_url = turned_page(request, own, order=NEWEST_FIRST, size=ROWS_A_PAGE)
    context = {"rows": search_rows(page, by), "more_url": more_url, "most": MOST_A_PERSON}
    fragment = "#results" if request.htmx else ""
    return render(request, f"matching/search_list.html{fragment}", context)


@login_required
@require_http_methods(FORM_METHODS)
def search_create(request: HttpRequest) -> HttpResponse:
    """Save what the feed was asked for."""
    by = person(request)
    form = NewSearchForm(sent(request), by=by, initial=asked(request.GET, by))

    def save() -> SavedSearch:
        search_id = form.cleaned_data["id"]
        return searches.save_search(by=by, search_id=search_id, draft=form.draft())[0]

    if saved(request, form, save):
        messages.success(request, _("Saved. We tell you when something like this turns up."))
        return redirect("matching:search_list")
    cell = form["cell"].value() or ""
    placed = len(cell) >= COARSEST and cells.is_cell(cell)
    area = area_sentence(cell, by.units) if placed else ""
    return show_form(request, "matching/search_form.html", form, area=area)


@login_required
@require_http_methods(FORM_METHODS)
def search_edit(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Change one, pause it, or go on to delete it."""
    by = person(request)
    search = _own(search_id, by)
    form = EditSearchForm(sent(request), search=search)

    def change() -> SavedSearch:
        return searches.change_search(search=search, by=by, **form.told())

    if saved(request, form, change):
        messages.success(request, _("It is changed."))
        return redirect("matching:search_list")
    area = area_sentence(search.cell, by.units)
    title = search_title(search)
    return show_form(
        request, "matching/search_form.html", form, area=area, search=search, title=title
    )


@login_required
@require_POST
def search_pause(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Pause a search, or let it go on."""
    by = person(request)
    search = _own(search_id, by)
    active = request.POST.get("active") == "on"
    searches.change_search(search=search, by=by, active=active)
    goes_on = _("We tell you again when something turns up.")
    messages.success(request, goes_on if active else _("It is paused."))
    return redirect("matching:search_list")


@login_required
@require_http_methods(FORM_METHODS)
def search_delete(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Ask once, then forget it."""
    by = person(request)
    search = _own(search_id, by)
    if request.method == "POST":
        searches.delete_search(search=search, by=by)
        messages.success(request, _("It is deleted."))
        return redirect("matching:search_list")
    context = {"search": search, "title": search_title(search)}
    return render(request, "matching/search_delete.html", context)


def asked(said: QueryDict, by: User) -> dict[str, Any]:
    """The feed's filters as a form's first values; what cannot be counts as not said."""
    within, kind, cell = said.get("within", ""), said.get("kind", ""), said.get("at", "").lower()
    is_number = within.isascii() and within.isdigit()
    return {
        "kind": kind if kind in PostKind.values else PostKind.LISTING,
        "words": " ".join(said.get("q", "").replace("\0", "").split())[:LONGEST_WORDS],
        "category": said.get("category", ""),
        "diets": [diet for diet in Diet.values if diet in said.getlist("diet")],
        "exclude_allergens": [a for a in Allergen.values if a in by.avoided_allergens],
        "radius_km": min(max(int(within), 1), FURTHEST_KM) if is_number else by.share_radius_km,
        "cell": cell[:FINEST] if cells.is_cell(cell) and len(cell) >= COARSEST else by.home_cell,
    }


def _own(search_id: UUID, by: User) -> SavedSearch:
    search = own_search(search_id, by)
    if search is None:
        raise Http404
    return search

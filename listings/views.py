"""The pages of food on offer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.acting import acting_for
from accounts.models import User
from accounts.views.asking import HtmxRequest, person, reader, visible_organization
from catalog.hygiene import hygiene_notes
from core.forms import FORM_METHODS, saved, sent, show_form
from core.linked_data import script_of
from listings import services
from listings.enums import LIVE
from listings.forms import EditListingForm, ExtendListingForm, SafetyForm, ShareForm
from listings.linked_data import offer_of
from listings.models import Listing
from listings.photo_pages import early_picker, picker, shots
from listings.photo_views import take_early_files
from listings.photos import illustrated
from listings.presenters import listing_card, listing_page, listing_row
from listings.sharing import CARDS
from photos.services import share_album
from posts import extending, pages
from posts.sharing import shared, show_card


@login_required
@require_http_methods(FORM_METHODS)
def create(request: HttpRequest) -> HttpResponse:
    """Share a surplus, or several for the same time and place; `again` names an earlier one."""
    by = person(request)
    form = ShareForm(
        sent(request),
        by=by,
        food=pages.named_food(request),
        again=_earlier(by, request.GET.get("again", "")),
        acting=acting_for(request),
    )
    if request.method == "POST":
        take_early_files(request, by, form["id"].value())
    if form.wants_more:
        form.hold_back()
        return _share_page(request, form, by)
    shared = saved(request, form, lambda: services.create_several(by=by, drafts=form.drafts()))
    if not shared:
        return _share_page(request, form, by)
    for other in shared[1:]:
        share_album(shared[0].pk, other.pk)
    if len(shared) > 1:
        said = _("They are shared. Neighbours can see them and ask for them.")
        messages.success(request, said)
        return redirect("listings:mine")
    return pages.posted(request, shared[0])


@login_required
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """The part of the share form that the chosen food fills in."""
    food, typed = pages.named_food(request), request.GET.dict()
    form = SafetyForm(initial=typed)
    form.suggest(food, typed.get("storage", ""), typed)
    notes = hygiene_notes(food.category.slug) if food else []
    context = {"form": form, "notes": notes, "is_open": True}
    return render(request, "listings/food_safety.html", context)


@require_safe
def detail(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One listing, as far as the reader may know it."""
    try:
        listing = pages.visible(Listing, request, listing_id)
    except Http404:
        return pages.show_over(Listing, request, listing_id)
    who = reader(request)
    page = listing_page(listing, who)
    context = {
        "listing": listing,
        "page": page,
        "more_time": pages.more_time(listing),
        "shots": shots(listing),
        "picker": picker(listing.pk) if page.is_own and listing.is_live else None,
        "just_posted": page.is_own and pages.is_new(request, listing),
        "can_undo": page.is_own and pages.can_undo(request, listing),
        "asks_still_there": page.is_own and listing.is_until_gone and listing.is_live,
        "linked_data": "" if who.is_authenticated else script_of(offer_of(listing)),
        "share": shared(listing, CARDS),
    }
    return render(request, "listings/listing_detail.html", context)


@require_safe
def card(request: HttpRequest, listing_id: UUID, language: str, version: int) -> HttpResponse:
    """The picture that a link to a listing shows elsewhere."""
    return show_card(request, CARDS, listing_id, language, version)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Change what one's own listing says."""
    listing, by = pages.editable(Listing, request, listing_id), person(request)
    form = EditListingForm(sent(request), post=listing)
    if saved(request, form, lambda: services.update(listing=listing, by=by, **form.told())):
        messages.success(request, _("It is changed."))
        return redirect(listing)
    context = {"listing": listing, "picker": picker(listing.pk)}
    return show_form(request, "listings/listing_edit.html", form, **context)


@login_required
@require_http_methods(FORM_METHODS)
def extend(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Give one's own listing more time, by one tap or by choosing an end."""
    listing, by = pages.editable(Listing, request, listing_id), person(request)
    form = ExtendListingForm(sent(request))

    def give_time() -> Listing:
        end = form.cleaned_data["end"]
        return services.extend(listing=listing, by=by, available_until=end)

    if saved(request, form, give_time):
        messages.success(request, _("It has more time now."))
        return redirect(listing)
    return show_form(request, "listings/listing_extend.html", form, listing=listing)


@login_required
@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Ask once, then take one's own listing back."""
    listing, by = pages.editable(Listing, request, listing_id), person(request)
    if request.method == "POST":
        taken_back = _("It is taken back. Promises you have made stay.")
        return pages.run(
            request, listing, lambda: services.withdraw(listing=listing, by=by), taken_back
        )
    return render(request, "listings/listing_withdraw.html", {"listing": listing})


@login_required
@require_POST
def undo(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Undo one's own withdrawal."""
    listing, by = pages.editable(Listing, request, listing_id), person(request)
    said = _("It is shared again.")
    return pages.run(request, listing, lambda: services.undo(listing=listing, by=by), said)


@login_required
@require_POST
def still_there(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Say that there still is some of what has no end."""
    listing, by = pages.editable(Listing, request, listing_id), person(request)
    said = _("Thank you. Neighbours go on seeing it.")
    return pages.run(request, listing, lambda: services.confirm_there(listing=listing, by=by), said)


@require_http_methods(FORM_METHODS)
def extend_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """More time, or that there still is some, by one tap on a link from a mail."""
    return extending.extend_by_link(
        request,
        Listing,
        token,
        lambda post, end: services.extend(listing=post, by=post.owner, available_until=end),
        lambda post: services.confirm_there(listing=post, by=post.owner),
    )


@login_required
@require_safe
def mine(request: HtmxRequest) -> HttpResponse:
    """What one shares, and what one has shared before."""
    by, ended = person(request), "ended" in request.GET
    own = Listing.objects.of(by)
    shown = own.exclude(state__in=LIVE) if ended else own.in_state(*LIVE)
    page, more_url = pages.rows_page(request, shown)
    rows = illustrated([listing_row(listing, by) for listing in page], page)
    fragment = "#results" if request.htmx else ""
    context = {"rows": rows, "more_url": more_url, "ended": ended}
    return render(request, f"listings/listing_mine.html{fragment}", context)


@require_safe
def of_organization(request: HtmxRequest, slug: str) -> HttpResponse:
    """What an organization offers now: on its page, or on one of its own."""
    organization, viewer = visible_organization(request, slug), reader(request)
    newest = pages.newest_of(organization, Listing.objects.all(), viewer)
    cards = illustrated([listing_card(listing, viewer) for listing in newest], newest)
    return pages.show_newest(
        request, "listings/listing_of.html", organization=organization, cards=cards
    )


def _share_page(request: HttpRequest, form: ShareForm, by: User) -> HttpResponse:
    context = {"picker": early_picker(form["id"].value()), **pages.home_of(by)}
    return show_form(request, "listings/listing_create.html", form, **context)


def _earlier(by: User, listing_id: str) -> Listing | None:
    """One that spoke for the person, to be shared again; None where the address names none."""
    try:
        wanted = UUID(listing_id)
    except ValueError:
        return None
    return Listing.objects.of(by).with_party().filter(pk=wanted).first()

"""The pages of food on offer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.asking import HtmxRequest, person, reader, visible_organization
from listings import services
from listings.enums import LIVE
from listings.forms import EditListingForm, ShareForm
from listings.models import Listing
from listings.presenters import listing_card, listing_page, listing_row
from posts import pages
from posts.forms import ExtendForm

FORM_METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM_METHODS)
def create(request: HttpRequest) -> HttpResponse:
    """Share a surplus."""
    by = person(request)
    form = ShareForm(pages.sent(request), by=by, food=pages.named_food(request))

    def share() -> Listing:
        listing_id = form.cleaned_data["id"]
        return services.create(by=by, listing_id=listing_id, draft=form.draft())[0]

    if listing := pages.saved(request, form, share):
        messages.success(request, _("It is shared. Neighbours can see it and ask for it."))
        return redirect(listing)
    return pages.show_form(request, "listings/listing_create.html", form, **pages.home_of(by))


@require_safe
def detail(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One listing, as far as the reader may know it."""
    try:
        listing = pages.visible(Listing, request, listing_id)
    except Http404:
        return pages.show_over(Listing, request, listing_id)
    page = listing_page(listing, reader(request))
    context = {"listing": listing, "page": page, "more_time": pages.more_time(listing)}
    return render(request, "listings/listing_detail.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Change what one's own listing says."""
    listing, by = pages.editable(Listing, request, listing_id), person(request)
    form = EditListingForm(pages.sent(request), post=listing)
    if pages.saved(request, form, lambda: services.update(listing=listing, by=by, **form.told())):
        messages.success(request, _("It is changed."))
        return redirect(listing)
    return pages.show_form(request, "listings/listing_edit.html", form, listing=listing)


@login_required
@require_http_methods(FORM_METHODS)
def extend(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Give one's own listing more time, by one tap or by choosing an end."""
    listing, by = pages.editable(Listing, request, listing_id), person(request)
    form = ExtendForm(pages.sent(request))

    def give_time() -> Listing:
        end = form.cleaned_data["end"]
        return services.extend(listing=listing, by=by, available_until=end)

    if pages.saved(request, form, give_time):
        messages.success(request, _("It has more time now."))
        return redirect(listing)
    return pages.show_form(request, "listings/listing_extend.html", form, listing=listing)


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
@require_safe
def mine(request: HtmxRequest) -> HttpResponse:
    """What one shares, and what one has shared before."""
    by, ended = person(request), "ended" in request.GET
    own = Listing.objects.of(by)
    shown = own.exclude(state__in=LIVE) if ended else own.in_state(*LIVE)
    page, more_url = pages.rows_page(request, shown)
    rows = [listing_row(listing, by) for listing in page]
    fragment = "#results" if request.htmx else ""
    context = {"rows": rows, "more_url": more_url, "ended": ended}
    return render(request, f"listings/listing_mine.html{fragment}", context)


@require_safe
def of_organization(request: HtmxRequest, slug: str) -> HttpResponse:
    """What an organization offers now: on its page, or on one of its own."""
    organization, viewer = visible_organization(request, slug), reader(request)
    newest = pages.newest_of(organization, Listing.objects.all(), viewer)
    cards = [listing_card(listing, viewer) for listing in newest]
    return pages.show_newest(
        request, "listings/listing_of.html", organization=organization, cards=cards
    )

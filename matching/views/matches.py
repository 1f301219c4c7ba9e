"""What could answer one's own post, or be answered by it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.views.asking import HtmxRequest, person
from listings.models import Listing
from matching.finding.reads import matches_of
from matching.models import OfferToOrganization
from matching.permissions import own_post
from matching.presenters import match_cards, offered_text
from posts.models import Post
from requests_app.models import FoodRequest


@login_required
@require_safe
def for_listing(request: HtmxRequest, listing_id: UUID) -> HttpResponse:
    """Requests nearby that one's own listing could answer."""
    by = person(request)
    listing = _own(Listing, listing_id, by)
    told = OfferToOrganization.objects.filter(listing=listing).count()
    return _show(request, listing, by, offered=offered_text(listing, told))


@login_required
@require_safe
def for_request(request: HtmxRequest, request_id: UUID) -> HttpResponse:
    """Food nearby that could answer one's own request."""
    by = person(request)
    return _show(request, _own(FoodRequest, request_id, by), by)


def _own(model: type[Post], post_id: UUID, by: User) -> Any:
    post = own_post(model, post_id, by)
    if post is None:
        raise Http404
    return post


def _show(
    request: HtmxRequest, post: Listing | FoodRequest, by: User, **context: Any
) -> HttpResponse:
    """A page of its own, or just the list for the post's page."""
    matches = matches_of(post, viewer=by)
    context |= {
        "post": post,
        "matches": match_cards(matches, post, by),
        "gives": isinstance(post, Listing),
    }
    fragment = "#results" if request.htmx else ""
    return render(request, f"matching/matches.html{fragment}", context)

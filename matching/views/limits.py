"""How much room one has to ask."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.views.asking import reader
from listings.models import Listing
from matching.services.limits import hint_text, standing_of


@require_safe
def limit_hint(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """How much more one may ask for around a listing; nothing where nobody set a limit."""
    viewer = reader(request)
    listing = get_object_or_404(Listing.objects.visible_to(viewer), pk=listing_id)
    standing = standing_of(viewer, listing.geohash) if isinstance(viewer, User) else None
    context = {"hint": hint_text(standing) if standing else "", "standing": standing}
    return render(request, "matching/limit_hint.html", context)

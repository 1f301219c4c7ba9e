"""A person's exchanges as a calendar that their phone reads by itself."""

from datetime import timedelta
from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.views.asking import viewer
from commitments import presenters, services
from commitments.addresses import feed_url, webcal_url
from commitments.enums import CommitmentState
from commitments.models import Commitment
from commitments.permissions import sides_of
from commitments.places import places_for
from commitments.services.calendars import owner_of, token_for
from core import clock

BACK = timedelta(days=30)
ENTRIES_AT_MOST = 500
SHOWN = (CommitmentState.ACCEPTED, CommitmentState.FULFILLED)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Make, copy, renew or revoke the secret address."""
    by = viewer(request)
    if request.method == "POST" and "revoke" in request.POST:
        services.revoke_calendar(by=by)
        messages.success(request, _("The address leads nowhere any more."))
        return redirect("commitments:calendars")
    if request.method == "POST":
        services.renew_calendar(by=by)
        messages.success(request, _("Your calendar has a new address."))
        return redirect("commitments:calendars")
    token = token_for(by)
    context = {
        "url": feed_url(token) if token else "",
        "webcal": webcal_url(token) if token else "",
    }
    return render(request, "commitments/calendars.html", context)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address: 30 days back, all ahead, at most 500 entries."""
    owner = owner_of(token)
    if owner is None:
        raise Http404
    with translation.override(owner.language), timezone.override(owner.timezone or None):
        content = _content(owner)
    etag = quote_etag(sha256(content.encode()).hexdigest()[:32])
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="foodcoord.ics"'
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _content(owner: User) -> str:
    """What is agreed, and what was handed over lately, soonest first."""
    rows = list(
        Commitment.objects.visible_to(owner)
        .in_state(*SHOWN)
        .filter(handover_end__gt=clock.now() - BACK)
        .with_parties()
        .order_by("handover_start", "id")[:ENTRIES_AT_MOST]
    )
    sides = sides_of(owner, rows)
    places = places_for(rows, sides)
    seen = [(row, side, places.get(row.pk)) for row in rows if (side := sides[row.pk]) is not None]
    return presenters.calendar_of(seen, owner.units, name=_("FoodCoord exchanges"))

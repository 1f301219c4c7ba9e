"""A person's exchanges as a calendar that their phone reads by itself."""

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

from accounts.views.asking import viewer
from commitments import services
from commitments.addresses import feed_url, webcal_url
from commitments.agenda import agenda
from commitments.services.calendars import owner_of, token_for
from core.forms import FORM_METHODS


@login_required
@require_http_methods(FORM_METHODS)
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
        content = agenda(owner)
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

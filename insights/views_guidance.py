"""What one could share or grow: an offer of a thought, which can be switched off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import services
from accounts.models import User
from accounts.views.asking import reader, viewer
from insights.pages import guidance as cards
from insights.pages.areas import area_name
from insights.reads.guidance import PRECISION, suggestions_for


@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """What is short around one's home, and what of it one could share now or grow soon."""
    who = reader(request)
    page: dict[str, Any] = {"state": _state(who)}
    if isinstance(who, User) and page["state"] == "open":
        found = suggestions_for(who, get_language() or "en")
        page["cards"] = [cards.card(each, who.units) for each in found]
        page["area"] = area_name(who.home_cell[:PRECISION])
    return render(request, "insights/guidance.html", page)


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Be shown suggestions, or none any more."""
    wanted = request.POST.get("guidance") == "on"
    services.update_profile(user=viewer(request), guidance=wanted)
    if wanted:
        messages.success(request, _("You are shown suggestions again."))
    else:
        messages.success(request, _("You are shown no suggestions any more."))
    return redirect("insights:guidance")


def _state(who: Any) -> str:
    """`signed-out`, `off`, `nowhere` without a home, else `open`."""
    if not isinstance(who, User):
        return "signed-out"
    if not who.guidance:
        return "off"
    return "open" if who.home_cell else "nowhere"

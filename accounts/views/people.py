"""A person's own page: what they may set."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from accounts import services
from accounts.forms import ProfileForm
from accounts.views.asking import person
from accounts.views.welcome import home_shown
from core.forms import FORM_METHODS, saved, sent, show_form
from core.geo import towns


@login_required
@require_http_methods(FORM_METHODS)
def profile(request: HttpRequest) -> HttpResponse:
    """Everything one may set about oneself, on one page."""
    user = person(request)
    form = ProfileForm(sent(request), person=user)
    change = lambda: services.change_settings(user=user, changes=form.changes())  # noqa: E731
    if stored := saved(request, form, change):
        with translation.override(stored.language):
            messages.success(request, _("Your settings are saved."))
        return redirect("accounts:profile")
    return show_form(request, "accounts/profile.html", form, **home_shown(user))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on: kept in a cookie, and for who is signed in for good."""
    response: HttpResponse = set_language(request)
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        services.update_profile(user=person(request), language=language)
    return response


@require_safe
def town_search(request: HttpRequest) -> HttpResponse:
    """The options of a place picker: only `<li>`s, at most eight."""
    text = request.GET.get("q", "").strip()[:100]
    options = [
        {
            "id": f"town-{town.id}",
            "value": town.id,
            "label": town.label,
            "lat": f"{town.point.lat:.4f}",
            "lon": f"{town.point.lon:.4f}",
        }
        for town in towns.search(text)
    ]
    return render(request, "accounts/town_options.html", {"query": text, "options": options})

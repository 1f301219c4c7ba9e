"""What the site says about itself: house rules, privacy, food safety, help, and how to write."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.consents import current
from accounts.enums import Purpose
from accounts.models import User
from accounts.views.asking import reader
from core.forms import FORM_METHODS, sent, show_form
from foodcoord.pages.feeds import feeds
from foodcoord.pages.forms import ContactForm
from foodcoord.pages.questions import questions
from foodcoord.town import sandbox
from moderation import services

RATES = {"contact": "5/h/ip"}


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The text that people agree to, and what follows from it."""
    agreed = current(Purpose.HOUSE_RULES, get_language() or settings.LANGUAGE_CODE)
    return render(request, "pages/rules.html", {"agreed": agreed})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"snapshot_days": settings.SNAPSHOT_DAYS}
    return render(request, "pages/privacy.html", context)


@require_safe
def food_safety(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/food_safety.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The questions people ask, with their answers."""
    return render(request, "pages/help.html", {"questions": questions()})


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What anybody may take from the site in forms for programs, and on which terms."""
    context = {
        "feeds": feeds(),
        "licence": settings.OPEN_DATA_LICENCE,
        "licence_url": settings.OPEN_DATA_LICENCE_URL,
    }
    return render(request, "pages/open_data.html", context)


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """What one can build on the API, and the first calls."""
    api = f"{settings.SITE_URL}/api/v1"
    context = {"api": api, "site": settings.SITE_URL, "sandbox": sandbox}
    return render(request, "pages/developers.html", context)


@require_http_methods(FORM_METHODS)
def contact(request: HttpRequest) -> HttpResponse:
    """Write to those who run the site."""
    who = reader(request)
    form = ContactForm(sent(request), reader=who)
    if request.method == "POST" and form.is_valid():
        if limited := _too_often(request):
            return limited
        said = form.cleaned_data
        if not form.is_of_a_machine:
            services.write_to_us(
                message_id=said["id"],
                name=said["name"],
                email=said["email"],
                message=said["message"],
                by=who if isinstance(who, User) else None,
            )
        messages.success(request, _("Thank you. We read everything and answer by e-mail."))
        return redirect("pages:contact")
    return show_form(request, "pages/contact.html", form)


def _too_often(request: HttpRequest) -> HttpResponse | None:
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, app="foodcoord", action="contact", config=RATES
    )
    return limited

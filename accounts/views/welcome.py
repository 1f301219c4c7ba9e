"""What a new person is asked, in three steps; each can be skipped, and none comes back unasked."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import presenters, services
from accounts.forms import HomeForm, Interest, InterestsForm, NameForm
from accounts.models import User
from accounts.views.asking import person
from core.forms import FORM_METHODS, saved, sent, show_form

STEPS = ("accounts:welcome", "accounts:welcome_place", "accounts:welcome_interests")
StepForm = NameForm | HomeForm | InterestsForm


@dataclass(frozen=True)
class Step:
    """One of the steps: where it stands among them, and what is before and after."""

    number: int
    of: int
    back_url: str
    next_url: str
    bars: list[bool]


@login_required
@require_http_methods(FORM_METHODS)
def name(request: HttpRequest) -> HttpResponse:
    """What people call them."""
    user = person(request)
    form = NameForm(sent(request), person=user)
    if _told(request, user, form):
        return redirect(STEPS[1])
    return _page(request, "accounts/welcome_name.html", 1, form)


@login_required
@require_http_methods(FORM_METHODS)
def place(request: HttpRequest) -> HttpResponse:
    """Where they live; once that is told, the area which others see, before it goes on."""
    user = person(request)
    form = HomeForm(sent(request))
    if _told(request, user, form):
        return redirect(STEPS[1] if form.changes() else STEPS[2])
    return _page(request, "accounts/welcome_place.html", 2, form, user)


@login_required
@require_http_methods(FORM_METHODS)
def interests(request: HttpRequest) -> HttpResponse:
    """What they came for; it ends near them, with the first thing to do."""
    user = person(request)
    form = InterestsForm(sent(request), person=user)
    if _told(request, user, form):
        with translation.override(form.cleaned_data["language"] or user.language):
            messages.success(request, _first_thing(form.first_interest()))
        return redirect("nearby:home")
    return _page(request, "accounts/welcome_interests.html", 3, form)


def _told(request: HttpRequest, user: User, form: StepForm) -> User | None:
    return saved(request, form, lambda: services.change_settings(user=user, changes=form.changes()))


def _page(
    request: HttpRequest, template: str, number: int, form: StepForm, user: User | None = None
) -> HttpResponse:
    last = len(STEPS)
    here = Step(
        number=number,
        of=last,
        back_url=reverse(STEPS[number - 2]) if number > 1 else "",
        next_url=reverse(STEPS[number] if number < last else "nearby:home"),
        bars=[done < number for done in range(last)],
    )
    home = home_shown(user) if user else {}
    return show_form(request, template, form, step=here, **home)


def home_shown(user: User) -> dict[str, object]:
    """A home as others see it; nothing without one."""
    if not user.home_cell:
        return {}
    return {
        "home_label": user.home.label if user.home else "",
        "home_sentence": presenters.area_sentence(user.home_cell, user.units),
        "home_map": presenters.area_map(user.home_cell, user.units),
    }


def _first_thing(interest: str) -> str:
    said, label, url = {
        Interest.SHARE.value: (
            _("You are all set. The first thing to do:"),
            _("share what you have too much of"),
            reverse("listings:create"),
        ),
        Interest.ASK.value: (
            _("You are all set. Look around below, or:"),
            _("ask for what you need"),
            reverse("requests:create"),
        ),
        Interest.ORGANIZATION.value: (
            _("You are all set. The first thing to do:"),
            _("register your organization, or find it"),
            reverse("accounts:organization_list"),
        ),
    }[interest]
    return format_html('{} <a href="{}">{}</a>.', said, url, label)

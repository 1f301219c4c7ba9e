"""What has happened to an account, and signing out everywhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import services
from accounts.enums import SecurityEventKind
from accounts.models import SecurityEvent
from accounts.profiles import activity_rows
from accounts.receivers import note
from accounts.views.asking import person
from core.http import empty_device
from core.paging import turned_page

ON_A_PAGE = 20


@login_required
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """Sign-ins and changes of the last 90 days, newest first."""
    events = SecurityEvent.objects.filter(user=person(request))
    page, more_url = turned_page(request, events, order=("-at", "-id"), size=ON_A_PAGE)
    context = {"rows": activity_rows(page), "more_url": more_url}
    return render(request, "accounts/activity.html", context)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session and every token, this one too."""
    user = services.end_sessions(user=person(request))
    note(user, SecurityEventKind.SIGNED_OUT_EVERYWHERE, request)
    request.session.flush()
    messages.success(request, _("You are signed out everywhere."))
    response = redirect("account_login")
    empty_device(response)
    return response

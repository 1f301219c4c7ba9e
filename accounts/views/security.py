"""What has happened to an account, and signing out everywhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import services
from accounts.enums import SecurityEventKind
from accounts.models import SecurityEvent
from accounts.profiles import activity_rows
from accounts.receivers import note
from accounts.views.asking import person
from core.api.cursors import keyset_page
from core.errors import Invalid

ON_A_PAGE = 20


@login_required
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """Sign-ins and changes of the last 90 days, newest first."""
    events = SecurityEvent.objects.filter(user=person(request))
    page, following = _page(events, request.GET.get("cursor"))
    more = f"{request.path}?{urlencode({'cursor': following})}" if following else ""
    context = {"rows": activity_rows(page), "more_url": more}
    return render(request, "accounts/activity.html", context)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session and every token, this one too."""
    user = services.end_sessions(user=person(request))
    note(user, SecurityEventKind.SIGNED_OUT_EVERYWHERE, request)
    request.session.flush()
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


def _page(
    events: QuerySet[SecurityEvent], cursor: str | None
) -> tuple[list[SecurityEvent], str | None]:
    """A cursor that cannot be read leads to the first page."""
    order = ("-at", "-id")
    try:
        return keyset_page(events, order=order, limit=ON_A_PAGE, cursor=cursor)
    except Invalid:
        return keyset_page(events, order=order, limit=ON_A_PAGE, cursor=None)

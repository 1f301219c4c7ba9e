"""What one was told: the list, its count, and having read it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.views.asking import HtmxRequest, viewer
from core.paging import turned_page
from notifications import presenters, services
from notifications.models import Notification
from notifications.querysets import NEWEST_FIRST
from notifications.telling import tell

ROWS_A_PAGE = 20
STOP_POLLING = 286


@login_required
@require_safe
def notification_list(request: HtmxRequest) -> HttpResponse:
    """Newest first; all of them, or those that are unread."""
    user = viewer(request)
    only_unread = request.GET.get("show") == "unread"
    found = Notification.objects.visible_to(user)
    shown = found.unread() if only_unread else found
    page, more_url = turned_page(request, shown, order=NEWEST_FIRST, size=ROWS_A_PAGE)
    context = {
        "rows": presenters.rows(page, user),
        "only_unread": only_unread,
        "unread_count": _unread(user),
        "more_url": more_url,
    }
    fragment = "#results" if request.htmx else ""
    return render(request, f"notifications/notification_list.html{fragment}", context)


@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """The count beside the bell, asked for again every minute and when something new is told."""
    if not isinstance(request.user, User):
        return HttpResponse(status=STOP_POLLING)
    context = {"unread_count": _unread(request.user)}
    return render(request, "notifications/unread.html", context)


@login_required
@require_POST
def open_one(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Go to what it is about; it is read then."""
    user = viewer(request)
    found = Notification.objects.visible_to(user).select_related("recipient")
    notification = get_object_or_404(found, pk=notification_id)
    services.mark_read(notification=notification)
    told = tell([notification], user)
    return redirect(told[0].url if told and told[0].url else "notifications:list")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    services.mark_all_read(user=viewer(request))
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:list")


def _unread(user: User) -> int:
    return Notification.objects.visible_to(user).unread().count()

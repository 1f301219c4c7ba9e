"""The hand-overs of a day on one sheet, to be printed and ticked."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.views.asking import viewer
from commitments.models import Commitment
from commitments.permissions import sides_of
from commitments.places import places_for
from commitments.presenters.day import sheet_rows, sheet_title
from core import clock
from core.paging import turned_page
from posts.querysets import organizations_acted_for

ROWS_A_SHEET = 100
IN_TIME = ("handover_start", "id")


@login_required
@require_safe
def day_sheet(request: HttpRequest) -> HttpResponse:
    """What is agreed for a day, in order of time: one's own, or an organization's."""
    by: User = viewer(request)
    day = _day(request.GET.get("day", ""))
    rows = Commitment.objects.visible_to(by).agreed_between(*_bounds(day)).with_parties()
    organizations = organizations_acted_for(by).order_by("name")
    organization = None
    if slug := request.GET.get("organization", ""):
        organization = get_object_or_404(organizations, slug=slug)
        rows = rows.of_organization(organization)
    page, more_url = turned_page(request, rows, order=IN_TIME, size=ROWS_A_SHEET)
    sides = sides_of(by, page)
    context = {
        "rows": sheet_rows(page, sides, places_for(page, sides), by.units),
        "day": day,
        "title": sheet_title(day, organization.name if organization else ""),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "organization": organization,
        "organizations": organizations,
        "more_url": more_url,
    }
    return render(request, "commitments/day_sheet.html", context)


def _day(text: str) -> date:
    """The day asked for; today where the viewer is, when none is or it makes no sense."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localtime(clock.now()).date()


def _bounds(day: date) -> tuple[datetime, datetime]:
    """Its first moment and the next day's, where the viewer is."""
    midnight = datetime.combine(day, time())
    return timezone.make_aware(midnight), timezone.make_aware(midnight + timedelta(days=1))

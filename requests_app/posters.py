"""A sheet of paper that leads to an organization's page: for a shop window, or beside the bread."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organization
from accounts.presenters import opening_days, special_days
from accounts.views.asking import visible_organization
from core.linked_data import whole_url
from posts.pages import newest_of
from requests_app.models import FoodRequest
from requests_app.presenters import request_card

MOST_NEEDS = 6


def _street(organization: Organization) -> str:
    """Its address, where everybody may see its exact place."""
    place = organization.exact_place
    return place.label if place and organization.place_is_public else ""


@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """What it takes and needs now and when it is open, on one page of A4; for everybody's eyes."""
    organization, anybody = visible_organization(request, slug), AnonymousUser()
    newest = newest_of(organization, FoodRequest.objects.all(), anybody)[:MOST_NEEDS]
    path = organization.get_absolute_url()
    context = {
        "organization": organization,
        "needs": [request_card(needed, anybody) for needed in newest],
        "days": opening_days(organization),
        "special_days": special_days(organization),
        "street": _street(organization),
        "path": path,
        "address": whole_url(path).partition("://")[2],
    }
    return render(request, "accounts/organization_poster.html", context)

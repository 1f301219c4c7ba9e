"""Acting in the name of an organization: chosen once, for all forms until it is left again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Organization, User
from accounts.permissions import ACTING_ROLES

KEY = "acting_for"
CACHED = "_acting_for"


def acting_for(request: HttpRequest) -> Organization | None:
    """The organization in whose name the person acts, while they still may; None for themselves.

    Asks the database once a request, and only for those who have chosen one.
    """
    if not hasattr(request, CACHED):
        setattr(request, CACHED, _chosen(request))
    chosen: Organization | None = getattr(request, CACHED)
    return chosen


def act_for(request: HttpRequest, organization: Organization | None) -> None:
    """Act in its name from now on in this session; for oneself again with None."""
    if organization is None:
        request.session.pop(KEY, None)
    else:
        request.session[KEY] = str(organization.pk)
    setattr(request, CACHED, organization)


def acting(request: HttpRequest) -> dict[str, object]:
    """Context processor: `acting_for`, looked up when a template asks."""
    return {"acting_for": SimpleLazyObject(lambda: acting_for(request))}


def _chosen(request: HttpRequest) -> Organization | None:
    if not isinstance(request.user, User) or KEY not in request.session:
        return None
    rows = Organization.objects.filter(
        pk=UUID(request.session[KEY]),
        memberships__user=request.user,
        memberships__role__in=ACTING_ROLES,
    )
    return rows.first()

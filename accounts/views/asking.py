"""Who asks, and for which organization."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from accounts.models import Organization, User

May = Callable[[User | AnonymousUser, Organization], bool]
"""A permission, as in `accounts.permissions`."""


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


def viewer(request: HttpRequest) -> User:
    """Who is signed in.

    Raises:
        PermissionDenied: nobody; views that call this ask to sign in first.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def person(request: HttpRequest) -> User:
    """Who is signed in, with their home.

    Raises:
        PermissionDenied: nobody; views that call this ask to sign in first.
    """
    if not request.user.is_authenticated:
        raise PermissionDenied
    return User.objects.select_related("home").get(pk=request.user.pk)


def reader(request: HttpRequest) -> User | AnonymousUser:
    """Who reads a public page."""
    return request.user if isinstance(request.user, User) else AnonymousUser()


def visible_organization(request: HttpRequest, slug: str) -> Organization:
    """One that the reader may see, with the reader's role.

    Raises:
        Http404: there is none.
    """
    who = request.user
    organizations = Organization.objects.visible_to(who).with_role_of(who)
    found: Organization = get_object_or_404(organizations.prefetch_related("accepts"), slug=slug)
    return found


def permitted_organization(request: HttpRequest, slug: str, may: May) -> Organization:
    """One with which the reader may do a certain thing.

    Args:
        request: of the reader.
        slug: of the organization.
        may: what it takes.

    Raises:
        Http404: not to be seen.
        PermissionDenied: not theirs to do.
    """
    organization = visible_organization(request, slug)
    if not may(request.user, organization):
        raise PermissionDenied
    return organization

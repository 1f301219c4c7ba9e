"""Reading what a caller asks for: the body, the person, the thing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from accounts.models import Organization, User
from accounts.permissions import can_act_for, in_whose_name
from core.api.cursors import DEFAULT_LIMIT, MAX_LIMIT
from core.api.strictness import refuse_other_types
from core.errors import Invalid, NotAllowed


class PageParameters(serializers.Serializer[Any]):
    """Of a list."""

    limit = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MAX_LIMIT,
        default=DEFAULT_LIMIT,
        help_text="1 to 100, 30 by default.",
    )
    cursor = serializers.CharField(required=False, help_text="`meta.next` of the page before.")


def checked(
    serializer: type[serializers.Serializer[Any]], data: Any, *, partial: bool = False
) -> dict[str, Any]:
    """What was sent, as the serializer reads it.

    Raises:
        ValidationError: it breaks a rule.
    """
    body = serializer(data=data, partial=partial)
    refuse_other_types(body, data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def person(request: Request) -> User:
    """Who asks.

    Raises:
        NotAuthenticated: nobody did.
    """
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def visible_organization(request: Request, organization_id: UUID) -> Organization:
    """One that the caller may see, with its categories and the caller's role.

    Raises:
        Http404: there is none.
    """
    organizations = Organization.objects.visible_to(request.user).with_role_of(request.user)
    found: Organization = get_object_or_404(
        organizations.prefetch_related("accepts"), pk=organization_id
    )
    return found


def meant_organization(request: Request, named: UUID | None) -> Organization:
    """For which organization the caller acts, where a body names one or none.

    Args:
        request: of a person or a program.
        named: as the body says; without, a program's own is meant, or the only one that a person
            acts for.

    Raises:
        Http404: there is none that the caller may see.
        NotAllowed: one that may be seen, but that they do not act for.
        Invalid: on `organization`: none is named, and not exactly one could be meant.
    """
    by = person(request)
    organization = None if named is None else visible_organization(request, named)
    meant = in_whose_name(by, organization)
    if meant is None:
        own = list(Organization.objects.acted_for_by(by).order_by("pk")[:2])
        if len(own) != 1:
            raise Invalid(organization=_("Name an organization that you act for."))
        return own[0]
    if not can_act_for(by, meant):
        raise NotAllowed(_("You cannot act for this organization."))
    return meant

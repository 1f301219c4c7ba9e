"""Reading what a caller asks for: the body, the person, the thing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from accounts.models import Organization, User
from core.api.cursors import DEFAULT_LIMIT, MAX_LIMIT
from core.api.strictness import refuse_other_types


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

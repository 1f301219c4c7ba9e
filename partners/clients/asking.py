"""Finding a program for somebody who may look after it."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import ApiClient, Organization, User
from accounts.permissions import can_manage_programs
from core.errors import NotAllowed


def program_of(organization: Organization, client_id: UUID) -> ApiClient:
    """One of its programs.

    Raises:
        Http404: it has none of this id.
    """
    client: ApiClient = get_object_or_404(
        organization.api_clients.select_related("account", "key"), pk=client_id
    )
    client.organization = organization
    return client


def require_manager(by: User, organization: Organization) -> Organization:
    """The organization again, if they look after its programs.

    Raises:
        NotAllowed: they do not.
    """
    if not can_manage_programs(by, organization):
        raise NotAllowed(_("Only owners and coordinators may look after programs."))
    return organization

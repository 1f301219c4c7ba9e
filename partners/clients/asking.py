"""Finding a program for somebody who may look after it."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.models import ApiClient, Organization


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

"""Reading a client's row under its locks, always the organization's first."""

from accounts.enums import CLIENT_TRANSITIONS, ClientState
from accounts.models import ApiClient, Organization
from core.errors import TransitionForbidden


def locked_organization(organization: Organization) -> Organization:
    rows = Organization.objects.select_for_update(of=("self",)).select_related("exact_place")
    locked: Organization = rows.get(pk=organization.pk)
    return locked


def locked_client(client: ApiClient) -> ApiClient:
    """The client as it is now, its organization held too."""
    organization = locked_organization(client.organization)
    rows = ApiClient.objects.select_for_update(of=("self",)).select_related("account", "key")
    locked: ApiClient = rows.get(pk=client.pk)
    locked.organization = organization
    return locked


def require_transition(client: ApiClient, state: ClientState) -> None:
    """Refuse what the table of transitions does not name.

    Raises:
        TransitionForbidden: with the states that the present one can go to.
    """
    allowed = CLIENT_TRANSITIONS[client.state]
    if state not in allowed:
        raise TransitionForbidden(
            f"{client.get_state_display()}.", {"state": client.state, "allowed": list(allowed)}
        )

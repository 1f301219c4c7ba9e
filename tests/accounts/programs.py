"""Programs for tests: registered, let in, and with a token, all by the services."""

import base64
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.test import Client
from rest_framework.test import APIClient

from accounts.clients import deciding, registering
from accounts.models import ApiClient, Organization, User
from accounts.scopes import Scope
from tests.factories import make_organization, make_user

TOKEN_URL = "/identity/o/api/token"
REVOKE_URL = "/identity/o/api/revoke"


def make_operator() -> User:
    return make_user(is_staff=True)


def register_program(
    organization: Organization | None = None,
    *,
    scopes: Iterable[str] = (Scope.LISTINGS_READ,),
    name: str = "Stock list",
) -> ApiClient:
    """One that waits for an answer."""
    place = organization or make_organization()
    owner = place.memberships.owners().select_related("user").get().user
    client, _new = registering.register(
        organization=place,
        by=owner,
        client_id=uuid4(),
        name=name,
        purpose="Our stock is kept elsewhere.",
        scopes=scopes,
    )
    return client


def make_program(
    organization: Organization | None = None, *, scopes: Iterable[str] = (Scope.LISTINGS_READ,)
) -> ApiClient:
    """One that is let in."""
    return let_in(register_program(organization, scopes=scopes))


def let_in(client: ApiClient) -> ApiClient:
    """By an operator who looks at it as it is now."""
    client.refresh_from_db()
    return deciding.approve(client=client, by=make_operator(), version=client.version)


def owner_of(client: ApiClient) -> User:
    owner: User = client.organization.memberships.owners().select_related("user").get().user
    return owner


def new_secret(client: ApiClient) -> str:
    return registering.rotate_secret(client=client, by=owner_of(client))


def ask_token(client_id: object, secret: str, **more: str) -> Any:
    asked = {"grant_type": "client_credentials", **more}
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return Client().post(TOKEN_URL, asked, headers={"Authorization": f"Basic {pair}"})


def token_of(client: ApiClient, *scopes: str) -> str:
    """With these scopes, or all it has."""
    more = {"scope": " ".join(scopes)} if scopes else {}
    answer = ask_token(client.pk, new_secret(client), **more)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


def caller(token: str) -> APIClient:
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return api

"""Switching a program off: nothing of it opens anything any more."""

from allauth.idp.oidc.models import Token
from django.contrib.auth.hashers import make_password

from accounts.enums import ClientState
from accounts.models import ApiClient, Membership, User
from accounts.services.people import set_active
from core import clock


def end(client: ApiClient, *, by: User) -> None:
    """Take a client's account, membership, secret and tokens away, for good.

    Args:
        client: locked by the caller, as is its organization.
        by: who switches it off.
    """
    now = clock.now()
    if client.account is not None:
        Membership.objects.filter(user=client.account).delete()
        set_active(user=client.account, is_active=False)
    if client.key is not None:
        end_tokens(client)
        client.key.secret = make_password(None)
        client.key.save(update_fields=["secret"])
    client.change(
        state=ClientState.REVOKED,
        granted_scopes=[],
        decided_by=by,
        decided_at=now,
        updated_at=now,
    )


def end_program(account: User, *, by: User) -> None:
    """As `end`, by the account; the caller holds the organization and ends the membership."""
    rows = ApiClient.objects.select_for_update(of=("self",)).select_related("account", "key")
    client = rows.get(account=account)
    if client.state != ClientState.REVOKED:
        end(client, by=by)


def end_tokens(client: ApiClient) -> None:
    """Let none of the tokens given so far open anything."""
    Token.objects.filter(client=client.key).delete()

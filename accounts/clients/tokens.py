"""What a program's token is good for, asked anew at each call: nothing of it is believed alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.idp.oidc.internal.tokens import decode_jwt_token
from allauth.idp.oidc.models import Token
from django.db.models import Q

from accounts.clients.access import ClientAccess
from accounts.models import ApiClient
from core import clock

NOTED_EVERY = timedelta(hours=1)


def is_of_a_program(claims: dict[str, Any], *, issuer: str) -> bool:
    """Whether unverified claims are those of a program's token."""
    return claims.get("iss") == issuer and "client_id" in claims


def access_of(token: str) -> ClientAccess | None:
    """What a token opens; None where it opens nothing.

    Signed by a key of ours, of this issuer and in time; and neither taken back, nor its program
    switched off, nor its account closed or suspended since. Scopes that were taken from the
    program since are gone from it too.
    """
    claims = decode_jwt_token(token, verify_exp=True, verify_iss=True)
    if claims is None or claims.get("token_use") != "access":
        return None
    known = Token.objects.lookup(Token.Type.ACCESS_TOKEN, token)
    if known is None or known.client_id != claims.get("client_id"):
        return None
    client = ApiClient.objects.let_in().filter(key=known.client_id).first()
    if client is None or client.account is None or client.account.is_suspended:
        return None
    _note_use(client)
    return ClientAccess(client, frozenset(known.get_scopes()) & frozenset(client.granted_scopes))


def _note_use(client: ApiClient) -> None:
    """Once an hour at most; of many calls at once, one writes."""
    now = clock.now()
    if client.last_used_at is not None and now - client.last_used_at < NOTED_EVERY:
        return
    long_ago = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    ApiClient.objects.filter(long_ago, pk=client.pk).update(last_used_at=now)

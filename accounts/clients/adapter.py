"""What allauth's OpenID Connect provider asks of this site as it makes a program's token."""

from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.conf import settings
from oauthlib.oauth2.rfc6749.errors import InvalidClientError

from accounts.clients import limits
from accounts.clients.secrets import new_secret
from accounts.models import ApiClient


class OIDCAdapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """Tokens are this site's by its own address, and for programs that are let in."""

    def generate_client_secret(self) -> str:
        return new_secret()

    def get_issuer(self) -> str:
        """The address of the site as configured: never the one that a caller made up."""
        return settings.SITE_URL

    def populate_access_token(
        self,
        access_token: dict[str, Any],
        *,
        client: Client,
        scopes: Iterable[str],
        user: Any,
        **kwargs: Any,
    ) -> None:
        """The last word before a token is made: the secret was right.

        Raises:
            InvalidClientError: the program is not let in, or its account is closed or suspended.
            TooManyTokens: it asks for them too often.
        """
        known = ApiClient.objects.let_in().filter(key=client).first()
        if known is None or known.account is None or known.account.is_suspended:
            raise InvalidClientError
        limits.require_room_for_token(known)
        access_token["sub"] = str(known.account.pseudonym)

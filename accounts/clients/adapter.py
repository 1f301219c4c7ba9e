"""What allauth's OpenID Connect provider asks of this site as it makes a program's token."""

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
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
        return str(settings.SITE_URL)

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        """The key that signs, and the one before, whose tokens are still good. The same as of
        people's tokens."""
        pems = (settings.HEADLESS_JWT_PRIVATE_KEY, settings.JWT_PREVIOUS_KEY)
        return [PrivateKey(pem=pem) for pem in pems if pem]

    def get_signing_key(self) -> PrivateKey:
        return self.list_private_keys()[0]

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

"""Tokens for programs: client credentials (RFC 6749, 4.4), taking them back (RFC 7009), and what a
program reads to find its way (RFC 8414). allauth's OpenID Connect provider does the work; what it
could do besides is not here, neither as a page nor in the document.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import extract_basic_auth
from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from allauth.idp.oidc.internal.oauthlib.server import OAuthLibServer
from allauth.idp.oidc.internal.oauthlib.utils import (
    convert_response,
    extract_headers,
    extract_params,
)
from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from oauthlib.oauth2.rfc6749.errors import (
    InvalidClientError,
    OAuth2Error,
    UnsupportedGrantTypeError,
)

from accounts.clients.limits import TooManyTokens, require_room_for_attempt
from accounts.scopes import Scope
from accounts.throttles import hashed_network

AUTH_METHODS = ("client_secret_basic", "client_secret_post")
REALM = 'Basic realm="FoodCoord"'


class NoTokensHere(OAuth2Error):  # type: ignore[misc]
    """No key is configured to sign them with."""

    error = "temporarily_unavailable"
    status_code = 503


class ProgramsValidator(OAuthLibRequestValidator):  # type: ignore[misc]
    """allauth's, but that a program takes back its own tokens only (RFC 7009, 2.1)."""

    def revoke_token(
        self, token: str, token_type_hint: str, request: Any, *args: Any, **kwargs: Any
    ) -> None:
        Token.objects.by_value(token).filter(client=request.client).delete()


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A program's token for its id and secret; errors as RFC 6749, 5.2 has them."""
    return _answered(request, _make_token)


@csrf_exempt
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """End a token of one's own; harmless twice, and for what never was one."""
    return _answered(request, lambda server, asked: server.create_revocation_response(*asked))


@require_safe
def document(request: HttpRequest) -> JsonResponse:
    """What a program needs to find its way by itself."""
    site = settings.SITE_URL
    response = JsonResponse(
        {
            "issuer": site,
            "token_endpoint": f"{site}{reverse('idp:oidc:token')}",
            "revocation_endpoint": f"{site}{reverse('idp:oidc:revoke')}",
            "jwks_uri": f"{site}{reverse('idp:oidc:jwks')}",
            "grant_types_supported": [Client.GrantType.CLIENT_CREDENTIALS],
            "response_types_supported": [],
            "scopes_supported": Scope.values,
            "token_endpoint_auth_methods_supported": AUTH_METHODS,
            "revocation_endpoint_auth_methods_supported": AUTH_METHODS,
            "service_documentation": f"{site}{reverse('api:docs')}",
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _make_token(server: OAuthLibServer, asked: tuple[Any, ...]) -> Any:
    if server.grant_type != Client.GrantType.CLIENT_CREDENTIALS:
        raise UnsupportedGrantTypeError
    return server.create_token_response(*asked)


def _answered(
    request: HttpRequest, ask: Callable[[OAuthLibServer, tuple[Any, ...]], Any]
) -> HttpResponse:
    try:
        require_room_for_attempt(hashed_network(request))
        if not settings.HEADLESS_JWT_PRIVATE_KEY:
            raise NoTokensHere
        _require_readable(request)
        server = OAuthLibServer()
        server.request_validator = ProgramsValidator()
        server.grant_type = request.POST.get("grant_type", "")
        with transaction.atomic():
            response: HttpResponse = convert_response(*ask(server, extract_params(request)))
    except OAuth2Error as error:
        response = HttpResponse(
            error.json, status=error.status_code, content_type="application/json"
        )
        if isinstance(error, TooManyTokens):
            response["Retry-After"] = str(error.retry_after)
    if response.status_code == 401:
        response["WWW-Authenticate"] = REALM
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def _require_readable(request: HttpRequest) -> None:
    """Refuse ids that no program can have, before the database is asked for them.

    Raises:
        InvalidClientError: 401.
    """
    named, _secret = extract_basic_auth(extract_headers(request))
    for name in (named, request.POST.get("client_id")):
        if name is not None and not _is_uuid(name):
            raise InvalidClientError


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False

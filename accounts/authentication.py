"""The `Authorization: Bearer` header of API calls: whose token it is, and what it opens.

One class for all three kinds: a person's (allauth's stateful access tokens), a program's (client
credentials), and those of a Cognito user pool where one is configured. Which of them a token is,
it says itself; nothing is taken from it before its signature, issuer and end are checked by the
one kind that it claims to be.
"""

from typing import Any

import jwt
from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import cognito, scopes
from accounts.clients.tokens import access_of, is_of_a_program
from accounts.key_rotation import renewed
from accounts.models import User

INVALID = _("This token is not valid.")


class BearerAuthentication(JWTTokenAuthentication):  # type: ignore[misc]
    """Accepts an access token whose session, or program, still is: ending it ends it at once.

    What a program may not call is refused here, so that no view can forget to: a token without
    the scope of the route opens nothing (`accounts.scopes`).

    From here on the request speaks the person's language; the preferences' middleware takes
    that back when the request ends.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found: tuple[Any, Any] | None = super().authenticate(request)
        if found is not None:
            match = request.resolver_match
            scopes.check(found[1], request.method or "", match.route if match else "")
        return found

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        claims = unverified_claims(key)
        if is_of_a_program(claims, issuer=settings.SITE_URL):
            access = access_of(key)
            if access is None or access.client.account is None:
                raise AuthenticationFailed(INVALID)
            return access.client.account, access
        if cognito.is_configured() and claims.get("iss") == settings.COGNITO_ISSUER:
            person = cognito.person_of(key)
            if person is None:
                raise AuthenticationFailed(INVALID)
            translation.activate(person.language)
            return person, claims
        return self._person(key)

    def _person(self, key: str) -> tuple[Any, Any]:
        if not settings.HEADLESS_JWT_PRIVATE_KEY:
            raise AuthenticationFailed(INVALID)
        try:
            user, payload = super().authenticate_credentials(renewed(key))
        except AuthenticationFailed as error:
            raise AuthenticationFailed(INVALID) from error
        if not isinstance(user, User) or user.is_program:
            raise AuthenticationFailed(INVALID)
        translation.activate(user.language)
        return user, payload


def unverified_claims(token: str) -> dict[str, Any]:
    """What a token says of itself, for choosing who checks it; empty where it cannot be read."""
    try:
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return {}
    return claims

"""The `Authorization: Bearer` header of API calls: allauth's stateful access tokens."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed


class BearerAuthentication(JWTTokenAuthentication):  # type: ignore[misc]
    """Accepts an access token whose session still exists: signing out ends it at once.

    From here on the request speaks the person's language; the preferences' middleware takes
    that back when the request ends.
    """

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        if not settings.HEADLESS_JWT_PRIVATE_KEY:
            raise AuthenticationFailed(_("This token is not valid."))
        try:
            user, payload = super().authenticate_credentials(key)
        except AuthenticationFailed as error:
            raise AuthenticationFailed(_("This token is not valid.")) from error
        translation.activate(user.language)
        return user, payload

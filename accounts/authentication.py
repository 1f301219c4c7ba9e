"""The `Authorization: Bearer` header of API calls: allauth's stateful access tokens."""

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication


class BearerAuthentication(JWTTokenAuthentication):
    """Accepts an access token whose session still exists: signing out ends it at once."""

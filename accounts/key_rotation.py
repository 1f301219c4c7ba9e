"""Changing the key that signs people's tokens without signing anybody out."""

import jwt
from allauth.core.internal import jwkkit
from django.conf import settings


def renewed(token: str) -> str:
    """A token as the present key would have signed it, where the key before has.

    allauth knows one key. While `JWT_PREVIOUS_KEY` is set, what that one has signed is checked
    here, and its claims go on under the present key, with the end they had. Any other token is
    returned as it came, to be judged by allauth.
    """
    if not settings.JWT_PREVIOUS_KEY or not settings.HEADLESS_JWT_PRIVATE_KEY:
        return token
    named, previous = jwkkit.load_jwk_from_pem(settings.JWT_PREVIOUS_KEY)
    try:
        if jwt.get_unverified_header(token).get("kid") != named["kid"]:
            return token
        claims = jwt.decode(
            token, previous.public_key(), algorithms=["RS256"], options={"require": ["exp"]}
        )
    except jwt.PyJWTError:
        return token
    _named, present = jwkkit.load_jwk_from_pem(settings.HEADLESS_JWT_PRIVATE_KEY)
    return jwt.encode(claims, present, algorithm="RS256")

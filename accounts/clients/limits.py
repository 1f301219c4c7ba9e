"""How often tokens may be asked for: each check of a secret costs a tenth of a second."""

from django.utils.translation import gettext as _
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from accounts.models import ApiClient
from core.api.buckets import Plan, take

FROM_ONE_NETWORK = Plan(per_second=0.5, burst=40, per_day=20_000)
FOR_ONE_PROGRAM = Plan(per_second=0.2, burst=20, per_day=2_000)


class TooManyTokens(OAuth2Error):  # type: ignore[misc]
    """In OAuth's own words; `retry_after` is in seconds."""

    error = "temporarily_unavailable"
    status_code = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(description=_("Too many requests. Keep a token until it ends."))
        self.retry_after = retry_after


def require_room_for_attempt(network: str) -> None:
    """Count one attempt from a network, before anything is looked up.

    Raises:
        TooManyTokens: there were too many.
    """
    _require(f"token-network:{network}", FROM_ONE_NETWORK)


def require_room_for_token(client: ApiClient) -> None:
    """Count one token of a program whose secret was right: others cannot use up its room.

    Raises:
        TooManyTokens: there were too many.
    """
    _require(f"token-client:{client.pk}", FOR_ONE_PROGRAM)


def _require(key: str, plan: Plan) -> None:
    taken = take(key, plan)
    if not taken.allowed:
        raise TooManyTokens(taken.retry_after)

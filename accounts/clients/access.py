"""What a program's token lets it do: `request.auth` of its calls."""

from dataclasses import dataclass

from accounts.models import ApiClient
from core.api.buckets import BOOKED, Plan


@dataclass(frozen=True)
class ClientAccess:
    """A program that has shown a good token.

    Args:
        client: whose token it is.
        scopes: of the token: those asked for with it that are still granted.
    """

    client: ApiClient
    scopes: frozenset[str]

    @property
    def throttle_key(self) -> str:
        """Under which its calls are counted, all its tokens together."""
        return throttle_key_of(self.client)

    @property
    def plan(self) -> Plan:
        return self.client.plan


def throttle_key_of(client: ApiClient) -> str:
    """The key of a program's bucket."""
    return f"{BOOKED}{client.pk}"

"""How much of an organization may be under way at once."""

from datetime import timedelta

from accounts.errors import TooMany
from accounts.models import Organization
from accounts.throttles import TOO_MANY
from core import clock
from partners.imports.enums import LIVE
from partners.models import Import

MOST_LIVE = 10
A_WHILE = timedelta(minutes=1)


def require_room(organization: Organization) -> None:
    """Refuse another run while many of an organization wait or run. Without a lock: sent at the
    same moment a few more can slip in, as many as there are web threads.

    Raises:
        TooMany: try again in a while.
    """
    live = Import.objects.filter(organization=organization, state__in=LIVE)
    if live.count() >= MOST_LIVE:
        raise TooMany(TOO_MANY, clock.now() + A_WHILE)

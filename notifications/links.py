"""Links that do something by themselves, for mails."""

from django.conf import settings

from notifications.telling import Told
from posts import links

EXTENDED_BY_LINK = frozenset({"listing_ending", "request_ending"})


def extend_link(told: Told) -> str:
    """The address that keeps a post open for longer; empty where there is nothing to extend."""
    if told.kind.slug not in EXTENDED_BY_LINK or told.known is None or told.known.post is None:
        return ""
    return f"{settings.SITE_URL}{links.extend_link(told.known.post)}"

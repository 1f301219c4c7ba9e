from collections.abc import Iterator
from datetime import timedelta

from core import clock
from listings import services
from listings.models import Listing
from posts.endings import CHUNK, Question, ask, each
from posts.endings import ask_before_end as ask_each_before_end

BATCH = 500
ASKED_EVERY = timedelta(days=14)


def expire_listings() -> None:
    """Close the listings whose time is over; harmless twice, each in a transaction of its own."""
    over = Listing.objects.overdue().order_by("available_until")[:BATCH]
    each(over, lambda listing: services.expire(listing=listing), doing="expiring")


def ask_before_end() -> None:
    """Ask who shares what ends soon whether it shall have more time; once for each end."""
    ask_each_before_end(Listing, "listing_ending")


def ask_still_there() -> None:
    """Ask who shares something until it is gone whether there still is some: each fortnight since
    they last said so. Whatever the answer, it is not hidden."""
    ask(_still_there())


def _still_there() -> Iterator[Question]:
    standing = Listing.objects.open_now().without_end().filter(hidden_at=None).with_party()
    for listing in standing.order_by("created_at", "id").iterator(CHUNK):
        said = listing.still_there_at or listing.created_at
        fortnights = (clock.now() - said) // ASKED_EVERY
        if fortnights:
            occasion = (said + fortnights * ASKED_EVERY).isoformat()
            yield Question(listing, "listing_still_there", occasion)

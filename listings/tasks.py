from listings import services
from listings.models import Listing

BATCH = 500


def expire_listings() -> None:
    """Close the listings whose time is over; harmless twice, each in a transaction of its own."""
    for listing in Listing.objects.overdue().order_by("available_until")[:BATCH]:
        services.expire(listing=listing)

"""A listing as schema.org's Offer."""

from accounts.linked_data import organization_named
from core.linked_data import Linked
from listings.enums import ListingState
from listings.models import Listing
from posts.linked_data import post_linked

IN_STOCK, SOLD_OUT = "https://schema.org/InStock", "https://schema.org/SoldOut"


def offer_of(listing: Listing) -> Linked:
    """Food on offer, for nothing. An organization is named, a person is not."""
    offer = {
        "@type": "Offer",
        **post_linked(listing),
        "price": "0",
        "availability": IN_STOCK if listing.state == ListingState.ACTIVE else SOLD_OUT,
        "availabilityStarts": listing.available_from,
    }
    if not listing.is_until_gone:
        offer["availabilityEnds"] = offer["validThrough"] = listing.closes
    if listing.organization:
        offer["offeredBy"] = organization_named(listing.organization)
    return offer

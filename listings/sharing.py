"""Listings passed on, with their first photo."""

from django.utils.translation import gettext_lazy as _

from listings.models import Listing
from photos import store
from photos.services import ready_of
from posts.sharing import Kind, Picture


def first_photo(listing: Listing) -> Picture | None:
    """Its first photo that is ready, in the middle size."""
    ready = ready_of([listing.pk]).get(listing.pk)
    if not ready:
        return None
    key = store.size_key(ready[0].stem, "medium")
    return Picture(name=ready[0].stem.hex, read=lambda: store.read(key))


CARDS = Kind(
    model=Listing,
    card="listings:card",
    anonymous=_("Food to share"),
    named=_("Offered by %(name)s"),
    photo_of=first_photo,
)

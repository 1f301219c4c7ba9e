"""Photos of what the demo's listings offer: drawn, and then brought in like anybody's."""

import io
from collections.abc import Sequence
from uuid import UUID, uuid5

from core.errors import Refused
from foodcoord.town.drawing import picture_of
from foodcoord.town.history import Say
from listings.enums import LIVE
from listings.models import Listing
from photos import services as photos
from photos.enums import PhotoState
from photos.models import Photo
from photos.tasks import prepare

TYPE = "image/jpeg"
MOST = 16
NEWEST = 6  # of the town's other listings


def plan(shown: Sequence[Listing]) -> None:
    """Take places for the photos, with the town itself; `take` fills them.

    Args:
        shown: listings that shall have one, as far as they are still open.
    """
    live = Listing.objects.in_state(*LIVE).select_related("food", "category", "owner")
    wanted = list(live.filter(pk__in=[listing.pk for listing in shown]).order_by("pk"))
    others = live.exclude(pk__in=[listing.pk for listing in wanted])
    for listing in [*wanted, *others.order_by("-created_at", "pk")[:NEWEST]][:MOST]:
        photos.plan(
            by=listing.owner,
            album=listing.pk,
            photo_id=_photo_id(listing.pk),
            content_type=TYPE,
            size=len(_drawn(listing)),
        )


def take(say: Say) -> int:
    """Bring in the photos that are planned and have not come, each as a person would.

    Killed in the middle, the next call goes on.

    Returns:
        How many came.
    """
    planned = Photo.objects.filter(state=PhotoState.PLANNED).select_related("owner")
    ours = [photo for photo in planned.order_by("pk") if photo.pk == _photo_id(photo.album)]
    for photo in ours:
        _bring(photo)
    if ours:
        say(f"{len(ours)} photos")
    return len(ours)


def _bring(photo: Photo) -> None:
    listings = Listing.objects.select_related("food", "category").filter(pk=photo.album)
    for listing in listings:
        data = _drawn(listing)
        try:
            photos.receive(photo=photo, file=io.BytesIO(data), size=len(data))
            photos.arrived(photo=photo, by=photo.owner)
        except Refused:  # its owner has ended the listing, or is suspended meanwhile
            continue
        prepare(str(photo.pk))


def _drawn(listing: Listing) -> bytes:
    return picture_of(listing.food.slug, listing.category.slug, str(listing.pk))


def _photo_id(album: UUID) -> UUID:
    return uuid5(album, "drawn")

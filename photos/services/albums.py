from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import Invalid
from photos.models import Photo
from photos.services.planning import AlbumFull, lock


def ready_of(albums: Iterable[UUID]) -> dict[UUID, list[Photo]]:
    """The photos that may be shown of each album, in order; one query, none without albums."""
    found: dict[UUID, list[Photo]] = defaultdict(list)
    asked = list(albums)
    for photo in Photo.objects.of(asked).ready() if asked else ():
        found[photo.album].append(photo)
    return found


@transaction.atomic
def reorder(*, album: UUID, order: Sequence[UUID]) -> None:
    """Show an album's photos in this order.

    Raises:
        Invalid: on `ids`, unless each photo of the album is named once.
    """
    lock(album)
    photos = {photo.pk: photo for photo in Photo.objects.of([album]).kept()}
    if sorted(order) != sorted(photos):
        raise Invalid(ids=_("Name each photo once."))
    for position, photo_id in enumerate(order):
        photos[photo_id].position = position
    Photo.objects.bulk_update(photos.values(), ["position"])


@transaction.atomic
def share_album(source: UUID, target: UUID) -> list[Photo]:
    """Let another listing made of the same post show the same files.

    What is not ready yet is shown in both once it is. Harmless twice.

    Returns:
        The target's new photos.

    Raises:
        AlbumFull: it would have more than five.
    """
    for album in sorted({source, target}):
        lock(album)
    there = list(Photo.objects.of([target]).kept())
    shared = Photo.objects.of([source]).kept().select_for_update()
    copies = [photo for photo in shared if photo.stem not in {one.stem for one in there}]
    if len(there) + len(copies) > Photo.PER_ALBUM:
        raise AlbumFull
    for place, photo in enumerate(copies, start=len(there)):
        photo.pk, photo.album, photo.position = uuid4(), target, place
        photo.created_at = clock.now()
    return Photo.objects.bulk_create(copies)


def delete_album(album: UUID) -> None:
    """Take all of an album's photos away. Harmless twice."""
    Photo.objects.of([album]).delete()

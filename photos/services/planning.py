from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import IdempotencyMismatch, Invalid, Refused
from photos.enums import PhotoState, Reason
from photos.kinds import HEIC, MAX_BYTES, TYPES
from photos.models import Photo, album_lock
from photos.store import Upload, upload_for

MOST_IN_HAND = 50
"""Photos of one person that are not ready yet: nobody fills the store with what is never shown."""


class AlbumFull(Refused):
    """The album has as many photos as it may."""

    def __init__(self) -> None:
        super().__init__(
            _("There are already %(most)d photos. Remove one first.") % {"most": Photo.PER_ALBUM},
            {"most": Photo.PER_ALBUM},
        )


@transaction.atomic
def plan(
    *, by: User, album: UUID, photo_id: UUID, content_type: str, size: int
) -> tuple[Photo, Upload, bool]:
    """Take a place in an album, and say where to send the file.

    Args:
        by: whose photo it is; the caller has checked that the album is theirs to fill.
        album: the id of a listing, which may come later.
        photo_id: the client's own id.
        content_type: what the file is.
        size: bytes.

    Returns:
        The photo, where to send it within five minutes, and whether it is new: sent again, the
        same gets a new address while it has not arrived.

    Raises:
        Suspended: they are.
        Invalid: on `content_type` or `size`.
        AlbumFull: five are there.
        IdempotencyMismatch: the id is another photo's.
    """
    require_unsuspended(by)
    _check(content_type, size)
    lock(album)
    known = Photo.objects.filter(pk=photo_id).first()
    said = (by.pk, album, content_type, size)
    if known and (known.owner_id, known.album, known.content_type, known.size) != said:
        raise IdempotencyMismatch
    now = clock.now()
    photo = known or _new(by, album, photo_id, content_type, size)
    if photo.state == PhotoState.PLANNED:
        photo.issued_at = now
        photo.save(update_fields=["issued_at"])
    return photo, upload_for(photo.pk, photo.incoming, content_type), known is None


def lock(album: UUID) -> None:
    """Let one transaction at a time change an album."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [album_lock(album)])


def _new(by: User, album: UUID, photo_id: UUID, content_type: str, size: int) -> Photo:
    taken = list(Photo.objects.of([album]).kept().values_list("position", flat=True))
    if len(taken) >= Photo.PER_ALBUM:
        raise AlbumFull
    if Photo.objects.filter(owner=by).in_hand().count() >= MOST_IN_HAND:
        raise Refused(_("Many of your photos are still being prepared. Wait a little."))
    now = clock.now()
    return Photo.objects.create(
        pk=photo_id,
        source=photo_id,
        owner=by,
        album=album,
        position=max(taken, default=-1) + 1,
        content_type=content_type,
        size=size,
        created_at=now,
        issued_at=now,
    )


def _check(content_type: str, size: int) -> None:
    if content_type not in TYPES:
        is_heic = content_type in (HEIC, "image/heif")
        raise Invalid(content_type=(Reason.HEIC if is_heic else Reason.TYPE).label)
    if size > MAX_BYTES:
        raise Invalid(size=Reason.SIZE.label)
    if size < 1:
        raise Invalid(size=_("This file is empty."))

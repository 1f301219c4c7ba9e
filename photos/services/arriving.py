import hashlib
from typing import IO
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from accounts.models import User
from accounts.permissions import require_unsuspended
from core import clock
from core.errors import Invalid, Refused
from photos import albums, store
from photos.enums import PhotoState, Reason
from photos.kinds import HEAD, MAX_BYTES, told_by
from photos.models import Photo
from photos.services.planning import lock, plan

CHUNK = 64 * 1024


class NotArrived(Refused):
    """The file is not in the store."""

    def __init__(self) -> None:
        super().__init__(_("The photo has not arrived. Send it again."))


def receive(*, photo: Photo, file: IO[bytes], size: int) -> None:
    """Take the file of a planned photo into the store.

    Args:
        photo: any copy of it.
        file: at its beginning.
        size: bytes in it.

    Raises:
        Invalid: on `file`: too large, another type, or there already.
        Refused: it arrived before.
    """
    if photo.state != PhotoState.PLANNED:
        raise Refused(_("This photo has already arrived."))
    if not 1 <= size <= MAX_BYTES:
        raise Invalid(file=Reason.SIZE.label if size else _("This file is empty."))
    if (kind := told_by(file.read(HEAD))) != photo.content_type:
        raise Invalid(file=(Reason.HEIC if kind == "image/heic" else Reason.TYPE).label)
    file.seek(0)
    digest = _digest(file)
    with transaction.atomic():
        lock(photo.album)
        if is_duplicate(photo, digest):
            raise Invalid(file=Reason.DUPLICATE.label)
        Photo.objects.filter(pk=photo.pk).update(sha256=digest)
    file.seek(0)
    store.put_incoming(photo.incoming, file, photo.content_type)


@transaction.atomic
def arrived(*, photo: Photo, by: User) -> Photo:
    """Say that the file is in the store: it is prepared then. Harmless twice.

    Raises:
        Suspended: they are.
        NotArrived: there is nothing.
        Refused: the photo was refused.
    """
    require_unsuspended(by)
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if photo.state == PhotoState.REFUSED:
        raise Refused(Reason(photo.reason).label)
    if photo.state != PhotoState.PLANNED:
        return photo
    size = store.size_of(photo.incoming)
    if size is None:
        raise NotArrived
    photo.state, photo.uploaded_at = PhotoState.UPLOADED, clock.now()
    twins = Photo.objects.filter(stem=photo.stem, state=PhotoState.PLANNED)
    twins.update(state=photo.state, uploaded_at=photo.uploaded_at)
    async_task("photos.tasks.prepare", str(photo.pk), group="photos")
    return photo


def arrived_by_form(*, by: User, album: UUID, file: IO[bytes], size: int) -> Photo:
    """Plan, take in and announce a file that came with a form.

    Raises:
        Refused: as `plan`, `receive` and `arrived` do; nothing of it is left then.
    """
    head = file.read(HEAD)
    file.seek(0)
    photo, _upload, _is_new = plan(
        by=by, album=album, photo_id=uuid4(), content_type=told_by(head), size=size
    )
    try:
        receive(photo=photo, file=file, size=size)
        return arrived(photo=photo, by=by)
    except Refused:
        photo.delete()
        raise


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def is_duplicate(photo: Photo, digest: str) -> bool:
    """Whether the same file is in the same album, or its owner has it in another live one."""
    same = Photo.objects.kept().filter(sha256=digest).exclude(stem=photo.stem)
    if same.filter(album=photo.album).exists():
        return True
    elsewhere = same.filter(owner=photo.owner_id).exclude(album=photo.album)
    return bool(albums.live_among(set(elsewhere.values_list("album", flat=True))))

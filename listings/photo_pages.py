"""Photos as ready strings, for the pages of those whose they are and of everybody else."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from listings.models import Listing
from photos.enums import PhotoState, Reason
from photos.models import Photo
from photos.services import ready_of


@dataclass(frozen=True)
class Shot:
    """One photo as others see it."""

    url: str
    large: str
    alt: str


@dataclass(frozen=True)
class Item:
    """One of one's own photos, whatever its state."""

    url: str
    text: str
    is_wrong: bool
    remove_url: str
    move_url: str


@dataclass(frozen=True)
class Picker:
    """One's own album: what is in it, what is on its way, and where to send more."""

    album: UUID
    items: list[Item]
    is_waiting: bool
    is_full: bool
    most: int
    url: str
    add_url: str
    plan_url: str
    uploaded_url: str


def shots(listing: Listing) -> list[Shot]:
    """What everybody sees."""
    alt = _("Photo of %(food)s") % {"food": listing.subject_name}
    found = ready_of([listing.pk]).get(listing.pk, [])
    return [
        Shot(photo.url("medium"), photo.url("large"), photo.description or alt) for photo in found
    ]


def picker(album: UUID) -> Picker:
    """What its own side sees and can do."""
    photos = [photo for photo in Photo.objects.of([album]) if photo.state != PhotoState.PLANNED]
    kept = [photo for photo in photos if photo.state != PhotoState.REFUSED]
    return Picker(
        album=album,
        items=[_item(photo, is_first=photo == photos[0]) for photo in photos],
        is_waiting=any(photo.state == PhotoState.UPLOADED for photo in photos),
        is_full=len(kept) >= Photo.PER_ALBUM,
        most=Photo.PER_ALBUM,
        url=reverse("listings:photos", args=[album]),
        add_url=reverse("listings:photo_add", args=[album]),
        plan_url=reverse("listings:photo_plan", args=[album]),
        uploaded_url=reverse("listings:photo_uploaded", args=[album, UUID(int=0)]),
    )


def early_picker(album: object) -> Picker | None:
    """That of a listing that is being written, by the id which its form sends."""
    known = as_album(album)
    return picker(known) if known else None


def as_album(sent: object) -> UUID | None:
    """What a form sent as its id, were it one."""
    try:
        return UUID(str(sent))
    except ValueError:
        return None


def _item(photo: Photo, *, is_first: bool) -> Item:
    text = ""
    if photo.state == PhotoState.UPLOADED:
        text = _("Being prepared")
    elif photo.state == PhotoState.REFUSED:
        text = str(Reason(photo.reason).label)
    keys = [photo.album, photo.pk]
    can_move = photo.state != PhotoState.REFUSED and not is_first
    return Item(
        url=photo.url("small"),
        text=text,
        is_wrong=photo.state == PhotoState.REFUSED,
        remove_url=reverse("listings:photo_remove", args=keys),
        move_url=reverse("listings:photo_move", args=keys) if can_move else "",
    )

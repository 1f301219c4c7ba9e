"""A listing's photos: who may touch its album, and how cards and JSON show it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from core import clock
from core.errors import TransitionForbidden
from listings.enums import LIVE
from listings.models import Listing
from photos.models import Photo
from photos.services import delete_album, ready_of
from posts.finding import found
from posts.models import Post
from posts.permissions import can_act_on
from posts.presenters import Card, Row

Shown = TypeVar("Shown", Card, Row)

UNCLAIMED = timedelta(hours=1)
BATCH = 200


def own_album(user: User, album: UUID) -> Listing | None:
    """The listing whose photos this person may change; None while there is no listing yet.

    Raises:
        Http404: it is someone else's, listed or not.
    """
    listing = Listing.objects.with_party().filter(pk=album).first()
    if listing is not None and not can_act_on(user, listing):
        raise Http404
    if listing is None and Photo.objects.of([album]).exclude(owner=user).exists():
        raise Http404
    return listing


def fillable_album(user: User, album: UUID) -> None:
    """Let this person add photos to an album.

    Raises:
        Http404: it is someone else's.
        TransitionForbidden: its listing has ended.
    """
    listing = own_album(user, album)
    if listing is not None and not listing.is_live:
        raise TransitionForbidden(listing.text_for_owner(), {"allowed": []})


def own_photo(user: User, album: UUID, photo_id: UUID) -> Photo:
    """A photo that this person may change.

    Raises:
        Http404: there is none.
    """
    own_album(user, album)
    photo = Photo.objects.of([album]).filter(pk=photo_id).first()
    if photo is None:
        raise Http404
    return photo


def shown_photos(user: User | AnonymousUser, album: UUID) -> tuple[list[Photo], bool]:
    """The photos of an album as this person sees them, and whether it is theirs: then they see
    those that are not ready, too.

    Raises:
        Http404: they may know of none.
    """
    try:
        if isinstance(user, User):
            listing = own_album(user, album)
            photos = list(Photo.objects.of([album]))
            if listing is not None or photos:
                return photos, True
    except Http404:
        pass
    found(Listing, user, album)
    return ready_of([album])[album], False


def attach(posts: Iterable[Post]) -> None:
    """Read the photos of many at once, for `photos_json`."""
    listings = [post for post in posts if isinstance(post, Listing)]
    ready = ready_of(listing.pk for listing in listings)
    for listing in listings:
        listing.shown_photos = ready.get(listing.pk, [])


def photos_json(listing: Listing) -> list[dict[str, Any]]:
    """Its photos that are ready; a query of its own unless they were attached."""
    photos = listing.shown_photos
    if photos is None:
        photos = ready_of([listing.pk]).get(listing.pk, [])
    return [photo.as_json() for photo in photos]


def illustrated(cards: Sequence[Shown], posts: Sequence[Post]) -> list[Shown]:
    """The cards or rows of these posts, each listing's with its first photo; one query."""
    ready = ready_of(post.pk for post in posts if isinstance(post, Listing))
    return [
        replace(card, photo_url=ready[post.pk][0].url("small")) if post.pk in ready else card
        for card, post in zip(cards, posts, strict=True)
    ]


def live_albums(albums: Iterable[UUID]) -> set[UUID]:
    """Of these, those of listings that have not ended."""
    live = Listing.objects.in_state(*LIVE).filter(pk__in=list(albums))
    return set(live.values_list("pk", flat=True))


def purge() -> None:
    """Delete the photos of listings that never came within an hour, and of those that ended more
    than `PHOTO_GRACE_DAYS` ago. Harmless twice."""
    now = clock.now()
    listed = Listing.objects.values("pk")
    unclaimed = Photo.objects.filter(created_at__lte=now - UNCLAIMED).exclude(album__in=listed)
    grace = now - timedelta(days=settings.PHOTO_GRACE_DAYS)
    ended = Listing.objects.exclude(state__in=LIVE).filter(updated_at__lte=grace).values("pk")
    for photos in (unclaimed, Photo.objects.filter(album__in=ended)):
        for album in photos.order_by().values_list("album", flat=True).distinct()[:BATCH]:
            delete_album(album)

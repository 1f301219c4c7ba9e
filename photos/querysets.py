from collections.abc import Iterable
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from core import clock
from photos.enums import PhotoState

if TYPE_CHECKING:
    from photos.models import Photo  # noqa: F401

MOST_ATTEMPTS = 5


class PhotoQuerySet(models.QuerySet["Photo"]):
    def of(self, albums: Iterable[UUID]) -> Self:
        """In the order in which they are shown."""
        return self.filter(album__in=list(albums)).order_by("album", "position", "created_at")

    def ready(self) -> Self:
        return self.filter(state=PhotoState.READY)

    def kept(self) -> Self:
        """Those that take one of an album's places."""
        return self.exclude(state=PhotoState.REFUSED)

    def in_hand(self) -> Self:
        """Neither ready nor refused yet."""
        return self.filter(state__in=[PhotoState.PLANNED, PhotoState.UPLOADED])

    def to_prepare(self) -> Self:
        """Uploaded, and in no worker's hands."""
        free = Q(leased_until=None) | Q(leased_until__lte=clock.now())
        return self.filter(free, state=PhotoState.UPLOADED, source=F("pk"))

from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django_q.tasks import async_task

from core import clock
from photos import discarding, preparing
from photos.enums import PhotoState, Reason
from photos.models import Photo
from photos.querysets import MOST_ATTEMPTS

BATCH = 100
ABANDONED = timedelta(hours=1)
REMEMBERED = timedelta(days=1)


def prepare(photo_id: str) -> None:
    """Prepare one photo that has arrived, and delete what it leaves behind; harmless twice."""
    preparing.prepare(UUID(photo_id))
    discarding.empty()


def sweep() -> None:
    """Ring for what waits (its worker died, or its ring was lost), give up what always fails,
    forget what never came and what was refused a day ago, and delete the files that are due.
    """
    waiting = Photo.objects.to_prepare()
    for photo in waiting.filter(attempts__gte=MOST_ATTEMPTS)[:BATCH]:
        preparing.refuse(photo, Reason.FAILED)
    orphans = Photo.objects.filter(state=PhotoState.UPLOADED).exclude(source=F("pk"))
    for photo in orphans.filter(uploaded_at__lte=clock.now() - ABANDONED)[:BATCH]:
        preparing.refuse(photo, Reason.FAILED)
    rung = clock.now() - timedelta(seconds=30)
    for photo_id in waiting.filter(uploaded_at__lte=rung).values_list("pk", flat=True)[:BATCH]:
        async_task("photos.tasks.prepare", str(photo_id), group="photos")
    _forget(PhotoState.PLANNED, ABANDONED)
    _forget(PhotoState.REFUSED, REMEMBERED)
    discarding.empty()


def _forget(state: PhotoState, age: timedelta) -> None:
    old = Photo.objects.filter(state=state, created_at__lte=clock.now() - age)
    Photo.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()

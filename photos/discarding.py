"""Files outlive their rows by a moment: what is to go is written down with the change itself."""

from datetime import timedelta

from django.db import transaction

from core import clock
from photos import store
from photos.models import Discard, Photo

BATCH = 200
LATEST_ARRIVAL = timedelta(seconds=store.SECONDS + 60)


def discard(photo: Photo) -> None:
    """Write down that a photo's files go: at once, and once no address for it is good any more."""
    now = clock.now()
    keys = [Discard(key=key, stem=photo.stem, due_at=now) for key in photo.kept_as()]
    Discard.objects.bulk_create([*keys, *original(photo)])


def original(photo: Photo) -> list[Discard]:
    """What comes in through an address that is still good goes too."""
    now = clock.now()
    last = max(now, photo.issued_at + LATEST_ARRIVAL)
    return [Discard(key=photo.incoming, due_at=moment) for moment in {now, last}]


def empty() -> int:
    """Delete the files that are due and that no photo has any more.

    Returns:
        How many were seen to.
    """
    due = Discard.objects.filter(due_at__lte=clock.now()).order_by("due_at")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_see_to(row_id) for row_id in ids)


@transaction.atomic
def _see_to(row_id: int) -> bool:
    row = Discard.objects.select_for_update(skip_locked=True).filter(pk=row_id).first()
    if row is None:
        return False
    if row.stem is None or not Photo.objects.filter(stem=row.stem).exists():
        store.delete(row.key)
    row.delete()
    return True

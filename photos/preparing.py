"""From an original to three clean sizes. The row is the truth: whoever dies is followed.

Claim (attempts + 1, a lease), encode in a process of its own, put the sizes, then say so; the
original goes in the same transaction's wake.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from core import clock
from photos import store
from photos.discarding import discard, original
from photos.enums import PhotoState, Reason
from photos.kinds import MAX_BYTES
from photos.models import Discard, Photo
from photos.querysets import MOST_ATTEMPTS
from photos.services.arriving import is_duplicate
from photos.services.planning import lock

log = structlog.get_logger(__name__)

ENCODE_SECONDS = 30


class Unfit(Exception):
    """The photo is refused."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Encoded:
    """Facts told by the encoder, and a WebP by size."""

    width: int
    height: int
    sizes: dict[str, list[int]]
    files: dict[str, bytes]


def prepare(photo_id: UUID) -> None:
    """Bring an uploaded photo to ready, or refuse it. Harmless twice, at once, or late."""
    photo = _claimed(photo_id)
    if photo is None:
        return
    try:
        data = store.read(photo.incoming)
        digest = hashlib.sha256(data).hexdigest()
        encoded = _encoded(data, photo.content_type)
    except FileNotFoundError:
        refuse(photo, Reason.FAILED)
        return
    except Unfit as unfit:
        refuse(photo, unfit.reason)
        return
    for name, file in encoded.files.items():
        store.put_size(store.size_key(photo.stem, name), file)
    _finish(photo, digest, encoded)
    store.delete(photo.incoming)


def refuse(photo: Photo, reason: Reason) -> None:
    """Show it to nobody, tell its owner why, and keep none of its files."""
    with transaction.atomic():
        theirs = Photo.objects.filter(stem=photo.stem, state=PhotoState.UPLOADED)
        if theirs.update(state=PhotoState.REFUSED, reason=reason, sha256="", leased_until=None):
            discard(photo)
    store.delete(photo.incoming)
    log.info("photo_refused", photo=str(photo.pk), reason=str(reason))


def _claimed(photo_id: UUID) -> Photo | None:
    """The photo, for as long as the lease lasts; None when it is no one's to prepare."""
    lease = clock.now() + timedelta(seconds=settings.PHOTO_LEASE_SECONDS)
    free = Photo.objects.to_prepare().filter(pk=photo_id, attempts__lt=MOST_ATTEMPTS)
    if not free.update(attempts=F("attempts") + 1, leased_until=lease):
        return None
    return Photo.objects.get(pk=photo_id)


def _encoded(data: bytes, content_type: str) -> Encoded:
    """What the encoder makes of it, in a process with little time and memory.

    Raises:
        Unfit: it refused; it died or took too long, which pictures do not make it do.
    """
    if len(data) > MAX_BYTES:
        raise Unfit(Reason.SIZE)
    try:
        done = subprocess.run(  # noqa: S603  # our own module, the type is one of three
            [sys.executable, "-E", "-s", "-m", "photos.encode", content_type],
            input=data,
            capture_output=True,
            timeout=ENCODE_SECONDS,
            cwd=settings.BASE_DIR,
            env={"OMP_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Unfit(Reason.UNREADABLE) from late
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode == 0:
        return _unpacked(json.loads(line), rest)
    told = json.loads(line) if line.startswith(b"{") else {}
    raise Unfit(Reason(told.get("reason", Reason.UNREADABLE)))


def _unpacked(facts: dict[str, Any], rest: bytes) -> Encoded:
    files, start = {}, 0
    for name, (_width, _height, length) in facts["sizes"].items():
        files[name] = rest[start : start + length]
        start += length
    sizes = {name: told[:2] for name, told in facts["sizes"].items()}
    return Encoded(facts["width"], facts["height"], sizes, files)


@transaction.atomic
def _finish(photo: Photo, digest: str, encoded: Encoded) -> None:
    """Show it, unless it is gone by now or there already."""
    lock(photo.album)
    if is_duplicate(photo, digest):
        refuse(photo, Reason.DUPLICATE)
        return
    ready = Photo.objects.filter(stem=photo.stem, state=PhotoState.UPLOADED).update(
        state=PhotoState.READY,
        ready_at=clock.now(),
        sha256=digest,
        width=encoded.width,
        height=encoded.height,
        sizes=encoded.sizes,
        leased_until=None,
    )
    if ready:
        Discard.objects.bulk_create(original(photo))
    elif not Photo.objects.filter(stem=photo.stem).exists():
        discard(photo)

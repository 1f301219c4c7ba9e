"""The door to the files: local disk, or S3, as `STORAGES["default"]` says.

Originals come in under `incoming/<person>/<photo>` and are never served; sizes are kept under
`photos/<stem>/<size>.webp`.
"""

from typing import IO, Any, TypedDict, cast
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.urls import reverse

from photos import tokens
from photos.kinds import MAX_BYTES

SECONDS = 300
"""How long an upload address is good for."""


class Upload(TypedDict):
    """Where and how to send a file: a multipart form of `fields`, then the file as `file`."""

    url: str
    method: str
    fields: dict[str, str]


def incoming_key(owner_id: UUID, photo_id: UUID) -> str:
    return f"incoming/{owner_id}/{photo_id}"


def size_key(stem: UUID, size: str) -> str:
    return f"photos/{stem}/{size}.webp"


def in_s3() -> bool:
    return bool(settings.MEDIA_STORAGE == "s3")


def upload_for(photo_id: UUID, key: str, content_type: str) -> Upload:
    """Where this one file can be sent, for five minutes."""
    if in_s3():
        return _presigned(key, content_type)
    token = tokens.issue(photo_id, content_type)
    return {"url": reverse("photos:incoming", args=[token]), "method": "POST", "fields": {}}


def put_incoming(key: str, file: IO[bytes], content_type: str) -> None:
    _put(key, File(file), content_type)


def put_size(key: str, data: bytes) -> None:
    _put(key, ContentFile(data), "image/webp")


def size_of(key: str) -> int | None:
    """Bytes of what lies there; None when nothing does."""
    return default_storage.size(key) if default_storage.exists(key) else None


def read(key: str) -> bytes:
    """At most one byte more than a photo may have.

    Raises:
        FileNotFoundError: nothing lies there.
    """
    with default_storage.open(key) as file:
        return cast(bytes, file.read(MAX_BYTES + 1))


def delete(key: str) -> None:
    """Harmless twice."""
    default_storage.delete(key)


def address(key: str) -> str:
    """Where a size is served."""
    if not in_s3():
        _, stem, name = key.split("/")
        return reverse("photos:size", args=[stem, name.removesuffix(".webp")])
    if settings.S3_PUBLIC_URL:
        return f"{settings.S3_PUBLIC_URL.rstrip('/')}/{key}"
    return default_storage.url(key)


def _put(key: str, file: File[Any], content_type: str) -> None:
    """A file under exactly this name, whatever lay there."""
    if not in_s3():
        default_storage.delete(key)
    file.content_type = content_type  # type: ignore[attr-defined]  # for S3's own header
    default_storage.save(key, file)


def _presigned(key: str, content_type: str) -> Upload:
    """A POST policy: this key, this type, 1 byte to 10 MB, five minutes."""
    store = cast(Any, default_storage)
    post = store.connection.meta.client.generate_presigned_post(
        Bucket=store.bucket_name,
        Key=key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, MAX_BYTES]],
        ExpiresIn=SECONDS,
    )
    return {"url": post["url"], "method": "POST", "fields": post["fields"]}

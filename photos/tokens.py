"""Signed upload addresses of our own, for photos that are kept on local disk."""

from uuid import UUID

from django.core import signing

SALT = "photos.incoming"


def issue(photo_id: UUID, content_type: str) -> str:
    return signing.dumps([str(photo_id), content_type], salt=SALT)


def read(token: str, *, seconds: int) -> tuple[UUID, str]:
    """The photo and the type that an address was issued for, at most so long ago.

    Raises:
        signing.BadSignature: tampered with, or too old.
    """
    photo_id, content_type = signing.loads(token, salt=SALT, max_age=seconds)
    return UUID(photo_id), content_type

from typing import Any

from photos.discarding import discard
from photos.models import Photo


def photo_deleted(sender: type[Photo], instance: Photo, **kwargs: Any) -> None:
    discard(instance)

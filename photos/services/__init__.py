"""The verbs of a photo; who may touch an album is for its own floor to say."""

from photos.services.albums import delete_album, ready_of, reorder, share_album
from photos.services.arriving import arrived, arrived_by_form, receive
from photos.services.planning import plan
from photos.services.removing import remove

__all__ = [
    "arrived",
    "arrived_by_form",
    "delete_album",
    "plan",
    "ready_of",
    "receive",
    "remove",
    "reorder",
    "share_album",
]

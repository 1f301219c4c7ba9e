"""A file on its way in: to the disk, never into memory, and no further than it may be long."""

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

MEGABYTE = 1024 * 1024


class StopAtMost(TemporaryFileUploadHandler):
    """Reads no further than an import's file may be long; `is_over` tells whether it stopped."""

    is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > settings.IMPORT_MAX_MB * MEGABYTE:
            self.is_over = True
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
        return None

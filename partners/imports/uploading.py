"""A file on its way in: to the disk, never into memory, and no further than it may be long."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.utils.translation import gettext as _

from core.errors import Invalid

MEGABYTE = 1024 * 1024


class StopAtMost(TemporaryFileUploadHandler):
    """Takes one file, and reads no further than an import's file may be long; `is_over` tells
    whether it stopped."""

    is_over = False
    _has_one = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """
        Raises:
            Invalid: on `file`: there was one already.
        """
        if self._has_one:
            raise Invalid(file=_("Send a `file`, or its text as `content`."))
        self._has_one = True
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > settings.IMPORT_MAX_MB * MEGABYTE:
            self.is_over = True
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
        return None

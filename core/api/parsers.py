from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class TooLarge(APIException):
    """413: more than any of our writes needs."""

    status_code = 413

    def __init__(self) -> None:
        super().__init__(_("This is more than can be sent at once."))


class BoundedJSONParser(JSONParser):
    """JSON in UTF-8, whatever charset is claimed (RFC 8259, 8.1), no longer than
    `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes and not nested without end."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Read the body.

        Raises:
            TooLarge: before more than the limit is in memory.
            ParseError: not JSON, or nested too deeply.
        """
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, {"encoding": "utf-8"})
        except RecursionError as error:
            raise ParseError(_("JSON nested too deeply.")) from error

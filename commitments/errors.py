from typing import Any

from core.errors import Refused


class LimitReached(Refused):
    """A soft limit of the community, or of a new account; `details` says which, and until when."""

    code = "LIMIT_REACHED"


class TooManyTries(Refused):
    """The code was tried too often; `details["retry_after"]` is in seconds."""

    code = "TOO_MANY_TRIES"
    status = 429

    def __init__(self, message: Any, *, retry_after: int) -> None:
        super().__init__(message, {"retry_after": retry_after})

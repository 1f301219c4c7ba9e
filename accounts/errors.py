from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import clock
from core.errors import NotAllowed, Refused


class Suspended(NotAllowed):
    """A moderator has suspended the account; `details["until"]` is in UTC, null without an end."""

    code = "ACCOUNT_SUSPENDED"

    def __init__(self, until: datetime | None) -> None:
        if until is None:
            said = _("Your account is suspended. You were told why, and how to object.")
        else:
            day = date_format(localtime(until), "DATE_FORMAT")
            said = _(
                "Your account is suspended until %(day)s. You were told why, and how to object."
            ) % {"day": day}
        super().__init__(said, {"until": until})


class TooMany(Refused):
    """A limit is reached; `details["retry_at"]`, in UTC, is when there is room again."""

    code = "TOO_MANY"
    status = 429

    def __init__(self, message: Any, retry_at: datetime) -> None:
        super().__init__(message, {"retry_at": retry_at})
        self.retry_after = max(1, round((retry_at - clock.now()).total_seconds()))

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.errors import NotAllowed


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

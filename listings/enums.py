from datetime import UTC, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise


class ListingState(TextChoices):
    ACTIVE = "active", pgettext_lazy("listing", "Available")
    RESERVED = "reserved", pgettext_lazy("listing", "All promised")
    COMPLETED = "completed", pgettext_lazy("listing", "All handed over")
    EXPIRED = "expired", pgettext_lazy("listing", "Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("listing", "Withdrawn")


UNTIL_GONE = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands in `available_until` of what is on offer for as long as there is some."""

LIVE = (ListingState.ACTIVE, ListingState.RESERVED)

TRANSITIONS: dict[str, tuple[str, ...]] = {
    ListingState.ACTIVE: (
        ListingState.RESERVED,
        ListingState.COMPLETED,
        ListingState.EXPIRED,
        ListingState.WITHDRAWN,
    ),
    ListingState.RESERVED: (
        ListingState.ACTIVE,
        ListingState.COMPLETED,
        ListingState.WITHDRAWN,
    ),
    ListingState.EXPIRED: (ListingState.ACTIVE,),
    ListingState.COMPLETED: (),
    ListingState.WITHDRAWN: (ListingState.ACTIVE, ListingState.RESERVED),
}

OWNER_TEXTS: dict[str, StrOrPromise] = {
    ListingState.ACTIVE: _("Neighbours can see this and ask for it."),
    ListingState.RESERVED: _("All of it is promised. It opens again if a promise falls through."),
    ListingState.COMPLETED: _("All of it found its way to someone. Thank you."),
    ListingState.EXPIRED: _("Its time is over. Extend it if there is still some left."),
    ListingState.WITHDRAWN: _("You took this back."),
}
OTHER_TEXTS: dict[str, StrOrPromise] = {
    ListingState.ACTIVE: _("Available now."),
    ListingState.RESERVED: _("All of it is promised at the moment."),
    ListingState.COMPLETED: _("All of it has been handed over."),
    ListingState.EXPIRED: _("Its time is over."),
    ListingState.WITHDRAWN: _("The grower took this back."),
}

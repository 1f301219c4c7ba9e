"""What promises keep about those who made them."""

from django.db.models import Q

from commitments.models import CalendarFeed, Commitment
from core import privacy

FIELDS = (
    *("message", "meeting_point", "geohash", "cancel_note"),
    *("listing", "request", "food", "category", "quantity", "unit", "state"),
    *("handover_start", "handover_end", "travel", "handed_over", "created_at", "ended_at"),
)


def register() -> None:
    for side in ("giver", "receiver"):
        note = f"{side}_thanks_note"
        privacy.register(
            Commitment,
            owner=side,
            fields=(*FIELDS, f"{side}_thanks", note),
            erase={"message": "", "meeting_point": "", "cancel_note": "", note: ""},
            # In the name of an organization, which goes on.
            spare=Q(**{f"{side}_organization__isnull": False}),
        )
    privacy.register(CalendarFeed, owner="user", fields=("created_at",))

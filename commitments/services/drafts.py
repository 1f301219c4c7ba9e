from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Organization
from listings.models import Listing
from requests_app.models import FoodRequest


@dataclass(frozen=True, kw_only=True)
class ProposalDraft:
    """What one side proposes: on a listing, on a request, or joining one to the other.

    Args:
        listing: what is given, if it is listed.
        request: what it answers, if somebody asked.
        quantity: in the unit of the listing, else of the request.
        handover_start: from when (aware).
        handover_end: until when (aware).
        travel: a value of `Travel`.
        meeting_point: where both meet, if they do.
        message: to the other side.
        organization: in whose name; None for oneself, or for the owner of the post one joins.
    """

    listing: Listing | None = None
    request: FoodRequest | None = None
    quantity: Decimal
    handover_start: datetime
    handover_end: datetime
    travel: str
    meeting_point: str = ""
    message: str = ""
    organization: Organization | None = None

    @property
    def post(self) -> Listing | FoodRequest:
        """What its quantity is counted in: the listing where there is one."""
        post = self.listing or self.request
        if post is None:
            raise LookupError("a proposal about nothing")
        return post

    def content(self) -> dict[str, Any]:
        """What was said, for telling a repeat from something else."""
        return {
            **vars(self),
            "listing": None if self.listing is None else str(self.listing.pk),
            "request": None if self.request is None else str(self.request.pk),
            "quantity": format(self.quantity.normalize(), "f"),
            "handover_start": self.handover_start.astimezone(UTC),
            "handover_end": self.handover_end.astimezone(UTC),
            "organization": None if self.organization is None else str(self.organization.pk),
        }

"""A listing joined to a request: what the request still needs is read under its lock."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from accounts.models import User
from commitments import services
from commitments.models import Commitment
from commitments.services import ProposalDraft
from core import clock
from listings.models import Listing
from requests_app.models import FoodRequest
from tests.factories import make_listing, make_request


def test_joining_holds_what_the_request_needs_now_not_what_it_needed_when_it_was_read(
    giver: User, taker: User
) -> None:
    listing: Listing = make_listing(by=giver, quantity="9", unit="kg")
    request: FoodRequest = make_request(by=taker, quantity="3", unit="kg")
    read_before = FoodRequest.objects.get(pk=request.pk)
    first, _ = _join(giver, listing, request, Decimal(1))
    second, _ = _join(giver, listing, read_before, Decimal(3))

    assert (first.request_quantity, second.request_quantity) == (Decimal(1), Decimal(2))
    request.refresh_from_db()
    assert (request.remaining, request.promised) == (Decimal(0), Decimal(3))


def _join(
    by: User, listing: Listing, request: FoodRequest, quantity: Decimal
) -> tuple[Commitment, bool]:
    draft = ProposalDraft(
        listing=Listing.objects.get(pk=listing.pk),
        request=request,
        quantity=quantity,
        handover_start=clock.now() + timedelta(hours=1),
        handover_end=clock.now() + timedelta(hours=3),
        travel="collect",
    )
    return services.propose(by=by, commitment_id=uuid4(), draft=draft)

"""A promise taken back late: whoever asked for that food nearby hears that there is some again."""

from uuid import UUID

from accounts.models import Block
from commitments.enums import CancelReason, Side
from commitments.models import Commitment
from core.events.notices import request_notice
from core.geo import cells
from listings.models import Listing
from requests_app.models import FoodRequest

TOLD_AT_MOST = 20
ASKED_AT_MOST = 200
AROUND = 5
"""Precision of the cells around: with those that touch it, some ten kilometres across."""


def tell_who_asked(commitment: Commitment) -> int:
    """Ask that those nearby be told who need what a cancelled promise held.

    Args:
        commitment: cancelled just now. A proposal that nobody had agreed to tells nobody; nor
            does food that is gone.

    Returns:
        How many are told.
    """
    listing = commitment.listing
    gone = commitment.cancel_reason == CancelReason.GONE
    if listing is None or commitment.accepted_at is None or gone:
        return 0
    if not Listing.objects.open_now().filter(pk=listing.pk, hidden_at=None).exists():
        return 0
    # The two of them know already: the one who took it back, and the one who was told of that.
    told = {commitment.party(side) for side in Side}
    before = len(told)
    for party in _who_asked(listing):
        if len(told) - before >= TOLD_AT_MOST:
            break
        if party in told:
            continue
        told.add(party)
        request_notice(
            "food_reopened",
            to=party,
            about=("listing", listing.pk),
            occasion=f"{commitment.pk}.{commitment.version}",
            cells=listing.cell_ancestry,
            food=commitment.food.slug if commitment.food else None,
        )
    return len(told) - before


def _who_asked(listing: Listing) -> list[UUID]:
    """Parties of open requests that this food answers, nearest first."""
    asked = (
        FoodRequest.objects.open_now()
        .around(cells.parent(listing.geohash, AROUND))
        .filter(category=listing.category_id, hidden_at=None)
        .filter(diets__contained_by=listing.diets)
        .exclude(avoid_allergens__overlap=listing.allergens)
        .exclude(organization=None, owner__in=Block.objects.partners_of(listing.owner))
        .with_party()[:ASKED_AT_MOST]
    )
    wanted = [row for row in asked if row.food_id in (None, listing.food_id)]
    here = cells.centre(listing.cell)
    wanted.sort(key=lambda row: (cells.distance_km(here, cells.centre(row.cell)), row.created_at))
    return [row.party for row in wanted]

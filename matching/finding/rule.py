"""Whether a listing could answer a request, how well, and what comes first. Nothing is read or
written here, and nothing is allocated: a match is an answer to a question, no more."""

from dataclasses import dataclass
from datetime import datetime

from core.geo import cells
from listings.models import Listing
from matching.enums import Closeness
from matching.reach import radius_of
from posts.models import Post
from requests_app.models import FoodRequest


@dataclass(frozen=True, kw_only=True)
class Match:
    """A listing and a request that it could answer.

    `offered_grams` is what is free of the listing, `needed_grams` what the request still lacks;
    either is 0 where nobody knows what it weighs. `until` is when the shorter of the two ends.
    """

    listing: Listing
    request: FoodRequest
    closeness: Closeness
    distance_km: float
    offered_grams: int
    needed_grams: int
    until: datetime

    @property
    def covers_all(self) -> bool:
        return 0 < self.needed_grams <= self.offered_grams

    @property
    def order(self) -> tuple[int, bool, float, datetime, str, str]:
        """Closest food first; then what covers all of it; then nearest, in tenths of a kilometre;
        then what ends first; the ids for what is alike."""
        return (
            self.closeness,
            not self.covers_all,
            round(self.distance_km, 1),
            self.until,
            str(self.listing.pk),
            str(self.request.pk),
        )


def judge(
    listing: Listing, request: FoodRequest, *, namesakes: frozenset[int] = frozenset()
) -> Match | None:
    """The match that the two make, or None.

    Both are open and safe to eat; the category is the same; the listing suits every diet asked
    for and holds no allergen to avoid; there is a time when one is available and the other
    still needed; their cells are as close as who asks goes.

    Args:
        listing: what is offered.
        request: what is needed.
        namesakes: ids of foods that go by the same name as the one that either of them names.
    """
    closeness = closeness_of(listing, request, namesakes)
    if closeness is None or not (is_open(listing) and is_open(request)):
        return None
    if not _is_suitable(listing, request) or listing.available_from >= request.needed_by:
        return None
    here, there = cells.centre(request.cell), cells.centre(listing.cell)
    distance_km = cells.distance_km(here, there)
    if distance_km > radius_of(request.owner, request.organization):
        return None
    return Match(
        listing=listing,
        request=request,
        closeness=closeness,
        distance_km=distance_km,
        offered_grams=listing.free_grams,
        needed_grams=request.free_grams,
        until=min(
            listing.edible_until or request.needed_by, listing.available_until, request.needed_by
        ),
    )


def closeness_of(
    listing: Listing, request: FoodRequest, namesakes: frozenset[int]
) -> Closeness | None:
    """How near the food is to what is asked for; None where it is another kind of thing."""
    if listing.category_id != request.category_id:
        return None
    if request.food_id is None:
        return Closeness.WHOLE_CATEGORY
    if listing.food_id == request.food_id:
        return Closeness.SAME_FOOD
    named = {listing.food_id, request.food_id}
    return Closeness.SAME_NAME if named & namesakes else Closeness.SAME_CATEGORY


def is_open(post: Post) -> bool:
    """Not hidden, and something of it is left; food past its use-by date never is."""
    if post.hidden_at is not None or (isinstance(post, Listing) and post.is_past_use_by):
        return False
    return post.state == post.OPEN and not post.is_over and post.remaining > 0


def _is_suitable(listing: Listing, request: FoodRequest) -> bool:
    suits = set(request.diets) <= set(listing.diets)
    return suits and not set(request.avoid_allergens) & set(listing.allergens)

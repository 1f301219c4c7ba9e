"""What could answer a request, and what a listing could answer, as far as the reader may know."""

from accounts.models import User
from listings.models import Listing
from matching.finding import candidates
from matching.finding.rule import Match, judge
from requests_app.models import FoodRequest

MOST = 20
READ = 3 * MOST  # nearest of the closest food: what the rule then orders and cuts


def matches_of(post: Listing | FoodRequest, *, viewer: User, limit: int = MOST) -> list[Match]:
    """The best matches of one's own post. Reads only: nothing is promised or held by looking.

    Args:
        post: a listing or a request that speaks for the viewer, read `with_party`.
        viewer: who looks; others' hidden posts, and those of people blocked, are not theirs.
        limit: at most `MOST`.

    Returns:
        In the order of `Match.order`.
    """
    namesakes = candidates.namesakes_of(post.food)
    if isinstance(post, Listing):
        rows = candidates.requests_for(post, namesakes)
    else:
        rows = candidates.listings_for(post, namesakes)
    seen = candidates.not_of(rows, viewer).kept_from_nobody(viewer)
    found = [
        judge(post, row, namesakes=namesakes)
        if isinstance(post, Listing)
        else judge(row, post, namesakes=namesakes)
        for row in candidates.nearest_first(seen, READ)
    ]
    return sorted((match for match in found if match), key=lambda match: match.order)[:limit]

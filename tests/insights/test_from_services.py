"""From the services' own verbs to the figures: each number equals a count of the rows below."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from commitments import services as commitments
from commitments.models import Commitment
from core import clock
from core.geo.cells import Point
from insights.models import Aggregate, InsightSignal
from listings import services as listings
from listings.models import Listing
from requests_app import services as requests
from requests_app.models import FoodRequest
from tests.factories import LYON, make_commitment, make_listing, make_request, make_user
from tests.insights.events import drain_now

pytestmark = pytest.mark.django_db
HOME_CELL = "u05kq"
ELSEWHERE = (45.90, 4.60)


def grams(post: Listing | FoodRequest, quantity: Decimal) -> int:
    return post.grams_of(quantity)


def counted(cell: str) -> dict[str, int]:
    """The figures of a cell, counted from the rows themselves."""
    offers = list(Listing.objects.filter(geohash__startswith=cell))
    needs = list(FoodRequest.objects.filter(geohash__startswith=cell))
    promises = Commitment.objects.filter(geohash__startswith=cell).exclude(accepted_at=None)
    standing = [p for p in promises if p.state in ("accepted", "fulfilled")]
    withdrawn = [post for post in offers if post.state == "withdrawn"]
    dropped = [post for post in needs if post.state == "withdrawn"]
    expired = [post for post in offers if post.state == "expired"]
    return {
        "listings": len(offers),
        "requests": len(needs),
        "commitments": len(standing),
        "offered_g": sum(p.grams for p in offers) - sum(grams(p, p.remaining) for p in withdrawn),
        "requested_g": sum(p.grams for p in needs) - sum(grams(p, p.remaining) for p in dropped),
        "committed_g": sum(
            p.handed_over_grams if p.state == "fulfilled" else p.grams for p in standing
        ),
        "handed_over_g": sum(p.handed_over_grams for p in promises if p.disputed_at is None),
        "expired_g": sum(grams(p, p.remaining) for p in expired),
    }


def figures(cell: str) -> dict[str, int]:
    drain_now("aggregates")
    rows = Aggregate.objects.filter(cell=cell, category="vegetables", window_days=7)
    names = list(counted(cell))
    return rows.values(*names).get() if rows else dict.fromkeys(names, 0)


def same(*cells: str) -> bool:
    for cell in cells or (HOME_CELL,):
        assert figures(cell) == counted(cell)
    return True


def test_listing_is_counted_through_all_its_verbs(giver):
    listing = make_listing(by=giver, quantity="3")
    assert same()
    listings.update(listing=listing, by=giver, quantity=Decimal("5"))
    assert figures(HOME_CELL)["offered_g"] == 5_000
    assert same()
    listings.withdraw(listing=listing, by=giver)
    assert figures(HOME_CELL) == {**dict.fromkeys(counted(HOME_CELL), 0), "listings": 1}
    assert same()


def test_moved_listing_is_counted_where_it_stands(giver):
    listing = make_listing(by=giver, quantity="3")
    assert same()
    listings.update(listing=listing, by=giver, quantity=Decimal("4"), place=Point(*ELSEWHERE))
    listing.refresh_from_db()
    new = listing.geohash[:5]
    assert new != HOME_CELL
    assert figures(new)["offered_g"] == 4_000
    assert same(HOME_CELL, new)


def test_expired_and_revived_listing(giver):
    now = clock.now()
    with clock.at(now - timedelta(days=2)):
        listing = make_listing(by=giver, quantity="3", available_until=now - timedelta(days=1))
    assert listings.expire(listing=listing)
    assert figures(HOME_CELL)["expired_g"] == 3_000
    assert same()
    listings.extend(listing=listing, by=giver, available_until=now + timedelta(days=1))
    assert figures(HOME_CELL)["expired_g"] == 0
    assert same()


def test_request_is_counted_through_all_its_verbs(taker):
    request = make_request(by=taker, quantity="3")
    requests.update(food_request=request, by=taker, quantity=Decimal("2"))
    assert figures(HOME_CELL)["requested_g"] == 2_000
    requests.withdraw(food_request=request, by=taker)
    assert same()


def agreed(giver: User, taker: User, quantity: str = "2") -> Commitment:
    commitment = make_commitment(
        by=taker, listing=make_listing(by=giver, quantity="3"), quantity=quantity
    )
    return commitments.accept(commitment=commitment, by=giver)


def test_proposal_counts_from_its_acceptance_on(giver, taker):
    commitment = make_commitment(by=taker, listing=make_listing(by=giver))
    assert figures(HOME_CELL)["commitments"] == 0
    commitments.accept(commitment=commitment, by=giver)
    assert figures(HOME_CELL)["commitments"] == 1
    assert same()


def test_cancelled_promise_is_taken_off(giver, taker):
    commitment = agreed(giver, taker)
    assert same()
    commitments.cancel(commitment=commitment, by=taker)
    assert figures(HOME_CELL)["committed_g"] == 0
    assert same()


def test_hand_over_in_part_and_its_dispute(giver, taker):
    commitment = agreed(giver, taker)
    commitments.hand_over(commitment=commitment, by=giver, quantity=Decimal("1.5"))
    found = figures(HOME_CELL)
    assert (found["committed_g"], found["handed_over_g"]) == (1_500, 1_500)
    assert same()
    commitments.dispute(commitment=commitment, by=taker)
    assert figures(HOME_CELL)["handed_over_g"] == 0
    assert same()


def test_promise_released_after_its_listing_ended_is_lost_or_withdrawn(giver, taker):
    commitment = agreed(giver, taker)
    listings.withdraw(listing=Listing.objects.get(), by=giver)
    assert same()
    commitments.cancel(commitment=commitment, by=giver)
    assert figures(HOME_CELL)["offered_g"] == 0
    assert same()


def test_planted_shortage_is_stated_and_explained(db):
    for _ in range(6):
        make_request(by=make_user(home=LYON), quantity="4")
    drain_now("aggregates")
    drain_now("explanations")
    signal = InsightSignal.objects.active().get(cell=HOME_CELL)
    assert (signal.kind, signal.category) == ("shortage", "vegetables")
    written = signal.explanations.filter(language="en", state="written").order_by("context")
    assert list(written.values_list("context", flat=True)) == ["grower", "town"]

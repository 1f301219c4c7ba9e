from datetime import timedelta
from decimal import Decimal

import pytest

from commitments import services
from commitments.models import Commitment
from core import clock
from core.errors import Invalid, TransitionForbidden
from listings import services as listing_services
from tests.factories import make_commitment, make_listing, make_request

pytestmark = pytest.mark.django_db


def test_whole_hand_over_counts_at_once(fulfilled, listing, books):
    assert (fulfilled.state, fulfilled.handed_over, fulfilled.handed_over_grams) == (
        "fulfilled",
        2,
        2000,
    )
    assert books(listing) == ("active", 1, 0, 2)


def test_hand_over_of_all_completes_the_listing(giver, taker, listing, books):
    commitment = make_commitment(by=taker, listing=listing, quantity="3")
    services.accept(commitment=commitment, by=giver)
    services.hand_over(commitment=commitment, by=taker)
    assert books(listing) == ("completed", 0, 0, 3)


def test_rest_of_a_partial_hand_over_is_open_again(accepted, taker, listing, books):
    services.hand_over(commitment=accepted, by=taker, quantity=Decimal("1.5"))
    assert (accepted.state, accepted.handed_over, accepted.handed_over_grams) == (
        "fulfilled",
        Decimal("1.5"),
        1500,
    )
    assert books(listing) == ("active", Decimal("1.5"), 0, Decimal("1.5"))


def test_partial_hand_over_reopens_a_reserved_listing(giver, taker, listing, books):
    commitment = make_commitment(by=taker, listing=listing, quantity="3")
    services.accept(commitment=commitment, by=giver)
    services.hand_over(commitment=commitment, by=giver, quantity=Decimal(1))
    assert books(listing) == ("active", 2, 0, 1)


def test_partial_hand_over_reopens_the_request(giver, taker, listing, books):
    food_request = make_request(by=taker, quantity="2")
    commitment = make_commitment(by=taker, listing=listing, request=food_request, quantity="2")
    services.accept(commitment=commitment, by=giver)
    assert books(food_request) == ("answered", 0, 2, 0)
    services.hand_over(commitment=commitment, by=giver, quantity=Decimal("0.5"))
    assert books(food_request) == ("open", Decimal("1.5"), 0, Decimal("0.5"))


def test_request_is_fulfilled_by_two_givers(giver, stranger, taker, books):
    food_request = make_request(by=taker, quantity="3")
    first = make_commitment(by=giver, request=food_request, quantity="1", travel="deliver")
    second = make_commitment(by=stranger, request=food_request, quantity="2", travel="deliver")
    for commitment in (first, second):
        services.accept(commitment=commitment, by=taker)
        services.hand_over(commitment=commitment, by=taker)
    assert books(food_request) == ("fulfilled", 0, 0, 3)


def test_partial_hand_over_in_another_unit_moves_the_same_share(giver, taker, books):
    listing = make_listing(by=giver, quantity="9", unit="piece")
    food_request = make_request(by=taker, quantity="5", unit="kg")
    commitment = make_commitment(by=taker, listing=listing, request=food_request, quantity="9")
    services.accept(commitment=commitment, by=giver)
    services.hand_over(commitment=commitment, by=giver, quantity=Decimal(3))
    third = (commitment.request_quantity / 3).quantize(Decimal("0.001"))
    assert books(food_request) == ("open", 5 - third, 0, third)
    assert books(listing) == ("active", 6, 0, 3)


@pytest.mark.parametrize("quantity", ["0", "-1", "2.001", "0.0001", "1.0001", "1e30"])
def test_impossible_quantity_is_refused(accepted, giver, quantity):
    with pytest.raises(Invalid) as refused:
        services.hand_over(commitment=accepted, by=giver, quantity=Decimal(quantity))
    assert {name: [str(t) for t in texts] for name, texts in refused.value.details.items()} == {
        "quantity": ["Give a quantity above zero, at most 2."]
    }
    assert Commitment.objects.get().state == "accepted"


def test_another_quantity_the_second_time_is_refused(fulfilled, giver):
    with pytest.raises(TransitionForbidden):
        services.hand_over(commitment=fulfilled, by=giver, quantity=Decimal(1))


def test_other_side_says_the_same(fulfilled, taker):
    again = services.hand_over(commitment=fulfilled, by=taker, quantity=Decimal(2))
    assert (again.state, again.handed_over_by_giver) == ("fulfilled", True)


def test_dispute_keeps_the_state_and_the_books(fulfilled, taker, listing, books):
    services.dispute(commitment=fulfilled, by=taker)
    assert (fulfilled.state, fulfilled.disputed_at is not None) == ("fulfilled", True)
    assert books(listing) == ("active", 1, 0, 2)


def test_missed_gives_the_quantity_back(accepted, giver, listing, books, after_window):
    with clock.at(after_window):
        services.miss(commitment=accepted, by=giver)
    assert books(listing) == ("active", 3, 0, 0)


def test_decline_gives_the_quantity_back(proposed, giver, listing, books):
    services.decline(commitment=proposed, by=giver)
    assert books(listing) == ("active", 3, 0, 0)


def test_cancel_reopens_a_reserved_listing(giver, taker, listing, books):
    commitment = make_commitment(by=taker, listing=listing, quantity="3")
    services.accept(commitment=commitment, by=giver)
    services.cancel(commitment=commitment, by=taker)
    assert books(listing) == ("active", 3, 0, 0)


def test_returned_part_of_an_expired_listing_is_lost(accepted, listing, giver, books):
    with clock.at(listing.available_until + timedelta(minutes=1)):
        listing_services.expire(listing=listing)
        services.hand_over(commitment=accepted, by=giver, quantity=Decimal("0.5"))
    assert books(listing) == ("expired", Decimal("2.5"), 0, Decimal("0.5"))

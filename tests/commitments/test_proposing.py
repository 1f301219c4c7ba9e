from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.models import Organization, User
from commitments import services
from commitments.models import Commitment
from commitments.services import ProposalDraft
from core import clock
from core.errors import IdempotencyMismatch, Invalid, NotAllowed, NotEnoughLeft, TransitionForbidden
from listings import services as listing_services
from requests_app import services as request_services
from tests.factories import (
    local_today,
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pantry(taker: User) -> Organization:
    return make_organization(by=taker, name="Pantry of the Quay")


def draft(**values) -> ProposalDraft:
    now = clock.now()
    return ProposalDraft(
        **{
            "quantity": Decimal(1),
            "handover_start": now + timedelta(hours=1),
            "handover_end": now + timedelta(hours=2),
            "travel": "collect",
            **values,
        }
    )


def refused_fields(**values) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        make_commitment(**values)
    return {name: [str(text) for text in texts] for name, texts in refused.value.details.items()}


def parties(commitment: Commitment) -> tuple[object, ...]:
    return (
        commitment.giver,
        commitment.giver_organization,
        commitment.receiver,
        commitment.receiver_organization,
        commitment.proposed_by_giver,
    )


def test_proposal_holds_its_quantity_at_once(proposed, listing, books):
    assert books(listing) == ("active", 1, 2, 0)
    assert (proposed.state, proposed.quantity, proposed.unit, proposed.grams) == (
        "proposed",
        2,
        "kg",
        2000,
    )


def test_proposal_of_all_reserves_the_listing(listing, taker, books):
    make_commitment(by=taker, listing=listing, quantity="3")
    assert books(listing) == ("reserved", 0, 3, 0)


def test_one_person_may_make_several(listing, taker, books):
    make_commitment(by=taker, listing=listing, quantity="1")
    make_commitment(by=taker, listing=listing, quantity="0.5")
    assert books(listing) == ("active", Decimal("1.5"), Decimal("1.5"), 0)


def test_more_than_is_left_says_what_is_left(proposed, listing, stranger, books):
    with pytest.raises(NotEnoughLeft) as refused:
        make_commitment(by=stranger, listing=listing, quantity="1.5")
    assert str(refused.value) == "Only 1 kg left."
    assert refused.value.details == {"left": "1", "unit": "kg"}
    assert books(listing) == ("active", 1, 2, 0)
    assert Commitment.objects.count() == 1


def test_on_a_listing_one_receives(listing, giver, taker):
    commitment = make_commitment(by=taker, listing=listing)
    assert parties(commitment) == (giver, None, taker, None, False)


def test_on_a_request_one_gives(giver, taker, books):
    food_request = make_request(by=taker, quantity="5")
    commitment = make_commitment(by=giver, request=food_request, quantity="2", travel="deliver")
    assert parties(commitment) == (giver, None, taker, None, True)
    assert commitment.quantity == commitment.request_quantity == Decimal(2)
    assert commitment.grams == 2000
    assert books(food_request) == ("open", 3, 2, 0)


def test_own_request_joined_to_a_listing_receives(listing, giver, taker, books):
    food_request = make_request(by=taker, quantity="2")
    commitment = make_commitment(by=taker, listing=listing, request=food_request, quantity="2")
    assert parties(commitment) == (giver, None, taker, None, False)
    assert books(food_request) == ("answered", 0, 2, 0)
    assert books(listing) == ("active", 1, 2, 0)


def test_own_listing_joined_to_a_request_gives(listing, giver, taker):
    food_request = make_request(by=taker)
    commitment = make_commitment(by=giver, listing=listing, request=food_request)
    assert parties(commitment) == (giver, None, taker, None, True)


def test_in_the_name_of_an_organization(listing, giver, taker, pantry):
    commitment = make_commitment(by=taker, listing=listing, organization=pantry)
    assert parties(commitment) == (giver, None, taker, pantry, False)


def test_request_of_an_organization_is_joined_in_its_name(listing, giver, taker, pantry):
    food_request = make_request(by=taker, organization=pantry)
    commitment = make_commitment(by=taker, listing=listing, request=food_request)
    assert parties(commitment) == (giver, None, taker, pantry, False)


def test_gardener_gives_to_the_pantry_they_coordinate(taker, pantry):
    listing = make_listing(by=taker)
    food_request = make_request(by=taker, organization=pantry)
    commitment = make_commitment(by=taker, listing=listing, request=food_request)
    assert parties(commitment) == (taker, None, taker, pantry, True)


def test_coordinator_asks_their_own_listing_for_the_pantry(taker, pantry):
    listing = make_listing(by=taker)
    food_request = make_request(by=taker, organization=pantry)
    commitment = make_commitment(
        by=taker, listing=listing, request=food_request, organization=pantry
    )
    assert parties(commitment) == (taker, None, taker, pantry, False)


def test_two_organizations_of_one_person_ask_for_whom(taker, pantry):
    garden = make_organization(by=taker)
    listing = make_listing(by=taker, organization=garden)
    food_request = make_request(by=taker, organization=pantry)
    assert refused_fields(by=taker, listing=listing, request=food_request) == {
        "organization": ["Both are yours to act on. Say for whom you act."]
    }


def test_for_an_organization_one_does_not_act_for(listing, stranger, pantry):
    with pytest.raises(NotAllowed):
        make_commitment(by=stranger, listing=listing, organization=pantry)


OWN = ["This is your own. Choose someone to share it with."]


def test_own_listing_is_refused(listing, giver):
    assert refused_fields(by=giver, listing=listing) == {"__all__": OWN}


def test_own_request_is_refused(taker):
    assert refused_fields(by=taker, request=make_request(by=taker)) == {"__all__": OWN}


def test_own_listing_and_own_request_are_refused(giver, listing):
    assert refused_fields(by=giver, listing=listing, request=make_request(by=giver)) == {
        "__all__": OWN
    }


def test_joining_what_others_posted_is_refused(listing, taker, stranger):
    food_request = make_request(by=taker)
    assert refused_fields(by=stranger, listing=listing, request=food_request) == {
        "request": ["One of the two must be yours."]
    }


def test_joining_unlike_things_is_refused(listing, taker):
    bread = make_request(by=taker, food="sourdough-bread", quantity="1")
    assert refused_fields(by=taker, listing=listing, request=bread) == {
        "request": ["The request is for something else than the listing."]
    }


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"quantity": "0"}, {"quantity": ["Give a quantity above zero."]}),
        ({"quantity": "-1"}, {"quantity": ["Give a quantity above zero."]}),
        (
            {"quantity": "0.0004"},
            {"quantity": ["Give at most three digits after the point."]},
        ),
        ({"travel": "fly"}, {"travel": ["Value 'fly' is not a valid choice."]}),
        ({"travel": "meet"}, {"meeting_point": ["Say where you will meet."]}),
        ({"travel": "meet", "meeting_point": " "}, {"meeting_point": ["Say where you will meet."]}),
        (
            {"meeting_point": "x" * 201},
            {"meeting_point": ["Ensure this value has at most 200 characters (it has 201)."]},
        ),
    ],
)
def test_terms_are_checked_by_field(listing, taker, values, fields):
    assert refused_fields(by=taker, listing=listing, **values) == fields


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (2, 2, "The hand-over must end after it starts."),
        (3, 2, "The hand-over must end after it starts."),
        (-3, -1, "This time has passed already."),
        (367 * 24, 367 * 24 + 1, "This is too far away: at most a year."),
    ],
)
def test_window_is_checked(listing, taker, start, end, message):
    now = clock.now()
    window = {
        "handover_start": now + timedelta(hours=start),
        "handover_end": now + timedelta(hours=end),
    }
    assert refused_fields(by=taker, listing=listing, **window) == {"window": [message]}


def test_window_may_have_begun(listing, taker):
    now = clock.now()
    commitment = make_commitment(
        by=taker,
        listing=listing,
        handover_start=now - timedelta(hours=1),
        handover_end=now + timedelta(minutes=5),
    )
    assert commitment.expires_at == now + timedelta(minutes=5)


def test_hand_over_after_the_use_by_date_is_refused(giver, taker):
    listing = make_listing(by=giver, use_by=local_today())
    tomorrow = {
        "handover_start": clock.now() + timedelta(days=1),
        "handover_end": clock.now() + timedelta(days=1, hours=1),
    }
    assert refused_fields(by=taker, listing=listing, **tomorrow) == {
        "window": ["This is after its use-by date."]
    }


def test_past_the_use_by_date_nothing_is_promised(giver, taker):
    listing = make_listing(
        by=giver, use_by=local_today(), available_until=clock.now() + timedelta(days=3)
    )
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(TransitionForbidden):
        make_commitment(by=taker, listing=listing)


def test_about_nothing_is_refused(taker):
    with pytest.raises(Invalid) as refused:
        services.propose(by=taker, commitment_id=uuid4(), draft=draft())
    assert list(refused.value.details) == ["listing"]


def test_delivery_needs_a_place_to_bring_it_to(listing):
    homeless = make_user(home=None)
    message = "You have not set a home place to come to. Set it, or meet."
    assert refused_fields(by=homeless, listing=listing, travel="deliver") == {"travel": [message]}


def test_withdrawn_or_ended_is_refused(listing, giver, taker):
    listing_services.withdraw(listing=listing, by=giver)
    with pytest.raises(TransitionForbidden) as refused:
        make_commitment(by=taker, listing=listing)
    assert refused.value.details == {"state": "withdrawn", "allowed": []}


def test_over_but_not_swept_yet_is_refused(listing, taker):
    with clock.at(listing.available_until), pytest.raises(TransitionForbidden):
        make_commitment(by=taker, listing=listing)


def test_request_that_is_covered_is_refused(giver, taker, stranger, listing):
    food_request = make_request(by=taker, quantity="1")
    make_commitment(by=stranger, request=food_request, travel="deliver")
    with pytest.raises(NotEnoughLeft) as refused:
        make_commitment(by=giver, listing=listing, request=food_request)
    assert refused.value.details == {"left": "0", "unit": "kg"}


def test_other_unit_holds_the_same_weight_on_the_request(taker, giver, books):
    """A box of tomatoes weighs what the catalog says; the request is in kilograms."""
    listing = make_listing(by=giver, quantity="10", unit="piece")
    food_request = make_request(by=taker, quantity="5", unit="kg")
    commitment = make_commitment(by=taker, listing=listing, request=food_request, quantity="4")
    assert commitment.request_quantity == Decimal(commitment.grams) / 1000
    state, remaining, promised, _ = books(food_request)
    assert (state, remaining + promised, promised) == ("open", 5, commitment.request_quantity)


def test_more_than_the_request_needs_holds_just_that(taker, giver, books):
    listing = make_listing(by=giver, quantity="10")
    food_request = make_request(by=taker, quantity="2")
    make_commitment(by=giver, listing=listing, request=food_request, quantity="5")
    assert books(food_request) == ("answered", 0, 2, 0)
    assert books(listing) == ("active", 5, 5, 0)


def test_same_id_and_content_make_one(listing, taker, books):
    commitment_id, wanted = uuid4(), draft(listing=listing)
    first, is_new = services.propose(by=taker, commitment_id=commitment_id, draft=wanted)
    again, is_new_again = services.propose(by=taker, commitment_id=commitment_id, draft=wanted)
    assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
    assert books(listing) == ("active", 2, 1, 0)


def test_repeat_is_known_when_the_listing_has_ended_since(listing, giver, taker):
    commitment_id, wanted = uuid4(), draft(listing=listing, quantity=Decimal(3))
    first, _ = services.propose(by=taker, commitment_id=commitment_id, draft=wanted)
    services.accept(commitment=first, by=giver)
    services.hand_over(commitment=first, by=giver)
    with clock.at(wanted.handover_end):
        again, is_new = services.propose(by=taker, commitment_id=commitment_id, draft=wanted)
    assert (again.state, is_new) == ("fulfilled", False)


@pytest.mark.parametrize(
    "other", [{"quantity": Decimal(2)}, {"travel": "deliver"}, {"message": "Hello"}]
)
def test_same_id_with_other_content_is_refused(listing, taker, other):
    commitment_id, wanted = uuid4(), draft(listing=listing)
    services.propose(by=taker, commitment_id=commitment_id, draft=wanted)
    changed = ProposalDraft(**{**vars(wanted), **other})
    with pytest.raises(IdempotencyMismatch):
        services.propose(by=taker, commitment_id=commitment_id, draft=changed)


def test_same_id_of_someone_else_is_refused(listing, taker, stranger):
    commitment_id, wanted = uuid4(), draft(listing=listing)
    services.propose(by=taker, commitment_id=commitment_id, draft=wanted)
    with pytest.raises(IdempotencyMismatch):
        services.propose(by=stranger, commitment_id=commitment_id, draft=wanted)


def test_promises_made_outlive_a_withdrawal(listing, proposed, giver, books):
    services.accept(commitment=proposed, by=giver)
    listing_services.withdraw(listing=listing, by=giver)
    services.hand_over(commitment=proposed, by=giver)
    assert books(listing) == ("withdrawn", 1, 0, 2)


def test_extended_request_takes_proposals_again(giver, taker):
    food_request = make_request(by=taker)
    with clock.at(food_request.needed_by):
        request_services.expire(food_request=food_request)
        with pytest.raises(TransitionForbidden):
            make_commitment(by=giver, request=food_request, travel="deliver")
        request_services.extend(
            food_request=food_request, by=taker, needed_by=clock.now() + timedelta(days=1)
        )
        assert make_commitment(by=giver, request=food_request, travel="deliver").pk

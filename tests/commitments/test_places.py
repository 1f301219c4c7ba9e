"""The exact place: for the two sides, while the promise stands, and for nobody else."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts import services as accounts
from commitments import services
from commitments.models import Commitment
from commitments.permissions import sides_of
from commitments.places import places_for
from core import clock
from posts.permissions import can_see_exact_place
from tests.factories import LYON, make_commitment, make_organization, make_request

pytestmark = pytest.mark.django_db
TAKER_HOME = (45.77, 4.84)
GARDEN = (45.75, 4.83)


def place_seen(by, commitment) -> tuple[float, float] | None:
    row = Commitment.objects.with_parties().get(pk=commitment.pk)
    place = places_for([row], sides_of(by, [row])).get(row.pk)
    return (place.point.lat, place.point.lon) if place else None


def agreed(by, other, **values) -> Commitment:
    commitment = make_commitment(by=by, **values)
    return services.accept(commitment=commitment, by=other)


def test_collect_leads_to_the_listing(accepted, giver, taker):
    assert (place_seen(giver, accepted), place_seen(taker, accepted)) == (LYON, LYON)


def test_deliver_leads_to_the_request(giver, taker, listing):
    food_request = make_request(by=taker, place=GARDEN)
    commitment = agreed(giver, taker, listing=listing, request=food_request, travel="deliver")
    assert (place_seen(giver, commitment), place_seen(taker, commitment)) == (GARDEN, GARDEN)


def test_deliver_without_a_request_leads_to_the_receivers_home(giver, taker, listing):
    commitment = agreed(taker, giver, listing=listing, travel="deliver")
    assert place_seen(giver, commitment) == TAKER_HOME


def test_deliver_to_an_organization_leads_to_it(giver, taker, listing):
    pantry = make_organization(by=taker, place=GARDEN)
    commitment = agreed(taker, giver, listing=listing, organization=pantry, travel="deliver")
    assert place_seen(giver, commitment) == GARDEN


def test_collect_without_a_listing_leads_to_the_givers_home(giver, taker):
    commitment = agreed(giver, taker, request=make_request(by=taker), travel="collect")
    assert place_seen(taker, commitment) == LYON


def test_meeting_needs_no_place(giver, taker, listing):
    commitment = agreed(taker, giver, listing=listing, travel="meet", meeting_point="Old bridge")
    assert place_seen(taker, commitment) is None


def test_stranger_never_sees_it(accepted, stranger):
    assert place_seen(stranger, accepted) is None


def test_nobody_sees_it_before_acceptance(proposed, giver, taker):
    assert (place_seen(giver, proposed), place_seen(taker, proposed)) == (None, None)


@pytest.mark.parametrize("verb", [services.cancel, services.hand_over])
def test_nobody_sees_it_after_the_end(accepted, giver, taker, verb):
    verb(commitment=accepted, by=giver)
    assert (place_seen(giver, accepted), place_seen(taker, accepted)) == (None, None)


def test_it_is_gone_when_the_promise_lapses(accepted, taker):
    with clock.at(accepted.handover_end + timedelta(days=7)):
        services.lapse(commitment=accepted)
    assert place_seen(taker, accepted) is None


def test_home_that_was_forgotten_is_not_shown(giver, taker, listing):
    commitment = agreed(taker, giver, listing=listing, travel="deliver")
    accounts.forget_home(user=taker)
    assert place_seen(giver, commitment) is None


def test_plain_member_of_an_organization_sees_nothing(giver, taker, listing):
    pantry = make_organization(by=taker)
    accounts.add_member(organization=pantry, by=taker, email="stranger@example.org", role="member")
    commitment = agreed(taker, giver, listing=listing, organization=pantry)
    member = pantry.members.get(email="stranger@example.org")
    assert place_seen(member, commitment) is None


@pytest.fixture(autouse=True)
def _stranger_exists(stranger) -> None:
    """Whose account the membership above needs."""


def test_listing_shows_its_place_to_who_collects_it(accepted, listing, taker, stranger):
    assert can_see_exact_place(taker, listing) is True
    assert can_see_exact_place(stranger, listing) is False


def test_listing_hides_its_place_from_who_only_proposes(proposed, listing, taker):
    assert can_see_exact_place(taker, listing) is False


def test_listing_hides_its_place_from_whom_it_is_brought_to(giver, taker, listing):
    agreed(taker, giver, listing=listing, travel="deliver")
    assert can_see_exact_place(taker, listing) is False


def test_listing_hides_its_place_after_the_hand_over(accepted, listing, giver, taker):
    services.hand_over(commitment=accepted, by=giver, quantity=Decimal(1))
    assert can_see_exact_place(taker, listing) is False


def test_request_shows_its_place_to_who_brings_it(giver, taker, stranger):
    food_request = make_request(by=taker)
    agreed(giver, taker, request=food_request, travel="deliver")
    assert can_see_exact_place(giver, food_request) is True
    assert can_see_exact_place(stranger, food_request) is False


def test_places_of_many_take_one_query(accepted, giver, taker, listing, django_assert_num_queries):
    agreed(taker, giver, listing=listing, quantity="0.5", travel="deliver")
    rows = list(Commitment.objects.with_parties())
    sides = sides_of(giver, rows)
    with django_assert_num_queries(1):
        assert len(places_for(rows, sides)) == 2

"""Unclaimed food is offered to organizations that accept it, before it lapses."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Organization, User
from catalog.models import Category
from core import clock
from listings.models import UNTIL_GONE, Listing
from matching.models import OfferToOrganization
from matching.presenters import offered_text
from matching.services.offering import accepting
from matching.tasks import offer_unclaimed
from posts.services import hide
from tests.factories import (
    LYON,
    local_today,
    make_commitment,
    make_listing,
    make_organization,
    make_user,
)
from tests.matching.conftest import told
from tests.races import all_at_once

NEAR, FARTHER, TOO_FAR = (45.765, 4.84), (45.80, 4.84), (45.95, 4.84)
HOURS = timedelta(hours=1)


def pantry(place: tuple[float, float] = NEAR, accepts: str = "vegetables") -> Organization:
    organization = make_organization(place=place)
    organization.accepts.set([Category.objects.get(slug=accepts)])
    return organization


def ending(hours: float = 6, **values: Any) -> Listing:
    return make_listing(available_until=clock.now() + hours * HOURS, **values)


@pytest.mark.django_db
def test_nearest_verified_organizations_that_accept_it_are_told() -> None:
    farther, near = pantry(FARTHER), pantry()
    pantry(TOO_FAR)
    pantry(accepts="fruit")
    stale = pantry()
    Organization.objects.filter(pk=stale.pk).update(last_verified=clock.now() - timedelta(days=366))
    listing = ending()

    assert offer_unclaimed() == 2

    expected = [("offered_to_organization", str(row.pseudonym)) for row in (near, farther)]
    assert told() == expected
    assert OfferToOrganization.objects.filter(listing=listing).count() == 2


@pytest.mark.django_db
def test_each_is_told_once_of_a_listing() -> None:
    pantry()
    ending()
    assert [offer_unclaimed() for _time in range(2)] == [1, 0]
    assert len(told()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ({"hours": 11}, 1),
        ({"hours": 13}, 0),
        ({"hours": 90, "use_by": "today"}, 1),
    ],
)
def test_only_what_ends_soon_is_offered(listing: dict[str, Any], expected: int) -> None:
    pantry()
    with clock.at(clock.now().replace(hour=13)):
        if listing.pop("use_by", None):
            listing["use_by"] = local_today()
        ending(**listing)
        assert offer_unclaimed() == expected


@pytest.mark.django_db
def test_until_gone_is_never_ending() -> None:
    pantry()
    make_listing(available_until=UNTIL_GONE)
    assert offer_unclaimed() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("promised", "expected"), [("1", 1), ("2", 0)])
def test_what_is_mostly_promised_is_not_offered(promised: str, expected: int) -> None:
    pantry()
    make_commitment(listing=ending(quantity="3"), quantity=promised)
    assert offer_unclaimed() == expected


@pytest.mark.django_db
def test_hidden_food_is_not_offered() -> None:
    pantry()
    pantry()
    listing = ending()
    hide(listing, by=make_user(is_staff=True))
    assert offer_unclaimed() == 0


@pytest.mark.django_db
def test_ones_own_organization_is_not_told(giver: User) -> None:
    own = make_organization(by=giver, place=LYON)
    own.accepts.set(Category.objects.all())
    assert accepting(ending(by=giver)) == []
    assert accepting(ending(by=giver, organization=own)) == []


@pytest.mark.django_db
def test_ten_at_most_are_told() -> None:
    for _number in range(12):
        pantry()
    ending()
    assert offer_unclaimed() == 10


@pytest.mark.django_db
def test_owner_reads_how_many_were_told() -> None:
    listing = make_listing()
    assert offered_text(listing, 0) == ""
    assert offered_text(listing, 1) == (
        "We told 1 organization nearby that accepts this kind of food: Vegetables."
    )
    assert offered_text(listing, 3) == (
        "We told 3 organizations nearby that accept this kind of food: Vegetables."
    )


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_once() -> None:
    for _number in range(3):
        pantry()
    listing = ending(by=make_user())
    answers = all_at_once(2, lambda number: offer_unclaimed())
    assert sum(answers) == 3
    assert len(told()) == 3
    assert OfferToOrganization.objects.filter(listing=listing).count() == 3

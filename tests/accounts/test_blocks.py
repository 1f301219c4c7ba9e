from datetime import timedelta

import pytest

from accounts.errors import Suspended
from accounts.models import Block, Community, User
from accounts.permissions import is_blocked_between, require_unsuspended
from core import clock
from listings.models import Listing
from tests.factories import make_listing, make_organization

pytestmark = pytest.mark.django_db


def test_block_hides_each_from_the_other(giver: User, taker: User, stranger: User) -> None:
    mine, theirs = make_listing(by=giver), make_listing(by=taker)
    Block.objects.create(blocker=taker, blocked=giver)
    assert list(Listing.objects.shown_to(taker)) == [theirs]
    assert list(Listing.objects.shown_to(giver)) == [mine]
    assert set(Listing.objects.shown_to(stranger)) == {mine, theirs}
    assert is_blocked_between(giver, taker)
    assert is_blocked_between(taker, giver)
    assert not is_blocked_between(giver, stranger)


def test_block_leaves_what_an_organization_posts(giver: User, taker: User) -> None:
    listing = make_listing(by=giver, organization=make_organization(by=giver))
    Block.objects.create(blocker=taker, blocked=giver)
    assert list(Listing.objects.shown_to(taker)) == [listing]


def test_suspension_holds_until_its_end(giver: User) -> None:
    require_unsuspended(giver)
    giver.suspended_at = clock.now()
    giver.suspended_until = clock.now() + timedelta(days=1)
    with pytest.raises(Suspended) as refused:
        require_unsuspended(giver)
    assert refused.value.details == {"until": giver.suspended_until}
    with clock.at(clock.now() + timedelta(days=2)):
        require_unsuspended(giver)


def test_community_with_the_longest_cell_speaks_for_a_place(db: None) -> None:
    everywhere = Community.objects.create(name="Everywhere", cell="")
    town = Community.objects.create(name="Town", cell="u05k")
    assert Community.objects.of("u05kq4") == town
    assert Community.objects.of("gcpn") == everywhere
    Community.objects.all().delete()
    assert Community.objects.of("gcpn").head_start_minutes == 30

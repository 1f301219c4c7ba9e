"""Undoing asks again what proposing asked: the other side may have gone, or be blocked by now."""

import pytest

from accounts.models import User
from accounts.services.blocking import block
from accounts.services.erasing import erase
from commitments import services
from commitments.models import Commitment
from core.errors import TransitionForbidden

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["cancelled", "declined"])
def ended(request: pytest.FixtureRequest, proposed: Commitment, giver: User) -> Commitment:
    """By Gina, who gives: as a proposal, or as a promise."""
    if request.param == "declined":
        return services.decline(commitment=proposed, by=giver)
    services.accept(commitment=proposed, by=giver)
    return services.cancel(commitment=proposed, by=giver)


def test_nothing_is_promised_again_to_who_has_left(ended, giver, taker, books):
    erase(user=taker)
    with pytest.raises(TransitionForbidden):
        services.undo(commitment=ended, by=giver)
    assert books(ended.listing) == ("active", 3, 0, 0)


@pytest.mark.parametrize("by_giver", [True, False])
def test_nothing_is_promised_again_across_a_block(ended, giver, taker, books, by_giver):
    by, person = (giver, taker) if by_giver else (taker, giver)
    block(by=by, person=person)
    with pytest.raises(TransitionForbidden) as refused:
        services.undo(commitment=ended, by=giver)
    assert str(refused.value) == "This is no longer open."
    assert books(ended.listing) == ("active", 3, 0, 0)

"""A person's hand-overs as a calendar: what is agreed, and what was handed over lately."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from commitments.enums import CommitmentState
from commitments.models import Commitment
from commitments.permissions import sides_of
from commitments.places import places_for
from commitments.presenters import calendar_of
from core import clock

BACK = timedelta(days=30)
ENTRIES_AT_MOST = 500
SHOWN = (CommitmentState.ACCEPTED, CommitmentState.FULFILLED)


def agenda(owner: User) -> str:
    """30 days back and all ahead, soonest first, at most 500 entries; a place only where the
    owner may see it.

    Args:
        owner: whose own hand-overs, and those of the organizations they act for.
    """
    rows = list(
        Commitment.objects.visible_to(owner)
        .in_state(*SHOWN)
        .filter(handover_end__gt=clock.now() - BACK)
        .with_parties()
        .order_by("handover_start", "id")[:ENTRIES_AT_MOST]
    )
    sides = sides_of(owner, rows)
    places = places_for(rows, sides)
    seen = [(row, side, places.get(row.pk)) for row in rows if (side := sides[row.pk]) is not None]
    return calendar_of(seen, owner.units, name=_("FoodCoord exchanges"))

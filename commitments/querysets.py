from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import Organization, User
from accounts.permissions import ACTING_ROLES
from commitments.enums import OPEN, CommitmentState, Side
from core import clock

if TYPE_CHECKING:
    pass


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those the person has a side in, for themselves or for an organization."""
        return self.filter(_on(Side.GIVER, user) | _on(Side.RECEIVER, user))

    def with_side(self, side: str, user: User | AnonymousUser) -> Self:
        """Those in which the person is on that side."""
        return self.filter(_on(side, user))

    def open(self) -> Self:
        """Holding a quantity: proposed or accepted."""
        return self.filter(state__in=OPEN)

    def overdue(self) -> Self:
        """Proposals that nobody answered in time."""
        return self.filter(state=CommitmentState.PROPOSED, expires_at__lte=clock.now())

    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """What the person has been asked and has not answered."""
        asked_giver = _on(Side.GIVER, user) & Q(proposed_by_giver=False)
        asked_receiver = _on(Side.RECEIVER, user) & Q(proposed_by_giver=True)
        return self.filter(asked_giver | asked_receiver, state=CommitmentState.PROPOSED)

    def with_parties(self) -> Self:
        """With all that a card or an API item names, in one query."""
        return self.select_related(
            "giver",
            "giver_organization",
            "receiver",
            "receiver_organization",
            "category",
            "food",
            "listing",
            "request",
        )


def _on(side: str, user: User | AnonymousUser) -> Q:
    if not isinstance(user, User):
        return Q(pk__in=[])
    acted_for = Organization.objects.filter(
        memberships__user=user, memberships__role__in=ACTING_ROLES
    )
    alone = Q(**{f"{side}_organization": None, side: user})
    return alone | Q(**{f"{side}_organization__in": acted_for})

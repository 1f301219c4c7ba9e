from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from commitments.enums import OPEN, CommitmentState, Side
from core import clock
from posts.querysets import organizations_acted_for

if TYPE_CHECKING:
    from commitments.models import Commitment  # noqa: F401


class _IsOneOf(models.Func):
    """`column = ANY(ARRAY(SELECT …))`: unlike `IN (SELECT …)`, it uses an index beside an `OR`."""

    arg_joiner = " = ANY("
    template = "(%(expressions)s))"
    output_field = models.BooleanField()

    def __init__(self, column: str, wanted: models.QuerySet[Any], **extra: Any) -> None:
        super().__init__(F(column), ArraySubquery(wanted), **extra)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those the person has a side in, for themselves or for an organization."""
        return self.filter(_on(Side.GIVER, user) | _on(Side.RECEIVER, user))

    def with_side(self, side: str, user: User | AnonymousUser) -> Self:
        """Those in which the person is on that side."""
        return self.filter(_on(side, user))

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def open(self) -> Self:
        """Holding a quantity: proposed or accepted."""
        return self.filter(state__in=OPEN)

    def overdue(self) -> Self:
        """Proposals that nobody answered in time."""
        return self.filter(state=CommitmentState.PROPOSED, expires_at__lte=clock.now())

    def over(self) -> Self:
        """Agreed, and their time has passed without a word of what happened."""
        return self.filter(state=CommitmentState.ACCEPTED, handover_end__lte=clock.now())

    def unkept(self) -> Self:
        """Over for so long that nobody will say what happened."""
        limit = clock.now() - timedelta(days=settings.UNKEPT_DAYS)
        return self.filter(state=CommitmentState.ACCEPTED, handover_end__lte=limit)

    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """What the person is asked: a proposal to answer, or what became of a promise."""
        asked_giver = _on(Side.GIVER, user) & Q(proposed_by_giver=False)
        asked_receiver = _on(Side.RECEIVER, user) & Q(proposed_by_giver=True)
        now = clock.now()
        asked = Q(state=CommitmentState.PROPOSED, expires_at__gt=now)
        over = Q(state=CommitmentState.ACCEPTED, handover_end__lte=now)
        return self.visible_to(user).filter(((asked_giver | asked_receiver) & asked) | over)

    def proposed_by(self, user: User | AnonymousUser) -> Self:
        """Proposals of the person's side that the other one has not answered."""
        by_giver = _on(Side.GIVER, user) & Q(proposed_by_giver=True)
        by_receiver = _on(Side.RECEIVER, user) & Q(proposed_by_giver=False)
        return self.filter(by_giver | by_receiver, state=CommitmentState.PROPOSED)

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
    alone = Q(**{f"{side}_organization": None, side: user})
    return alone | Q(
        _IsOneOf(f"{side}_organization_id", organizations_acted_for(user).values("pk"))
    )

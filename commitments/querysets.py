from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, Q

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

    def unkept(self) -> Self:
        """Agreed, and over for so long that nobody will say what happened."""
        limit = clock.now() - timedelta(days=settings.UNKEPT_DAYS)
        return self.filter(state=CommitmentState.ACCEPTED, handover_end__lte=limit)

    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """What the person is asked: a proposal to answer, or what became of a promise."""
        return self.visible_to(user).filter(_asks(user))

    def sent_by(self, user: User | AnonymousUser) -> Self:
        """Proposals of the person's own side that the other one has not answered."""
        return self.filter(_sent(user))

    def agreed(self) -> Self:
        """Agreed, and their time has not passed."""
        return self.filter(_agreed())

    def agreed_before(self, end: datetime) -> Self:
        """Agreed, and their time begins before `end` (of the day, say)."""
        return self.filter(_agreed(), handover_start__lt=end)

    def ended(self) -> Self:
        return self.exclude(state__in=OPEN)

    def tally_for(self, user: User | AnonymousUser, day_end: datetime) -> dict[str, int]:
        """How many a person has in each of the groups above, in one query.

        Args:
            user: whose.
            day_end: of the person's own day.
        """
        groups = {
            "waiting": _asks(user),
            "today": _agreed() & Q(handover_start__lt=day_end),
            "agreed": _agreed(),
            "sent": _sent(user),
            "done": ~Q(state__in=OPEN),
        }
        counts = {name: Count("pk", filter=group) for name, group in groups.items()}
        return self.visible_to(user).aggregate(**counts)

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


def _asks(user: User | AnonymousUser) -> Q:
    now = clock.now()
    asked = _proposed_by_other(user) & Q(state=CommitmentState.PROPOSED, expires_at__gt=now)
    return asked | Q(state=CommitmentState.ACCEPTED, handover_end__lte=now)


def _sent(user: User | AnonymousUser) -> Q:
    by_giver = _on(Side.GIVER, user) & Q(proposed_by_giver=True)
    by_receiver = _on(Side.RECEIVER, user) & Q(proposed_by_giver=False)
    return (by_giver | by_receiver) & Q(state=CommitmentState.PROPOSED)


def _proposed_by_other(user: User | AnonymousUser) -> Q:
    asked_giver = _on(Side.GIVER, user) & Q(proposed_by_giver=False)
    return asked_giver | _on(Side.RECEIVER, user) & Q(proposed_by_giver=True)


def _agreed() -> Q:
    return Q(state=CommitmentState.ACCEPTED, handover_end__gt=clock.now())

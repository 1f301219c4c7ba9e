from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, Q

from accounts.models import Organization, User
from commitments.enums import OPEN, CommitmentState, Side
from core import clock
from posts.querysets import organizations_acted_for

if TYPE_CHECKING:
    from commitments.models import Commitment  # noqa: F401

DAY = timedelta(days=1)


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
        limit = clock.now() - timedelta(hours=settings.UNKEPT_HOURS)
        return self.filter(state=CommitmentState.ACCEPTED, handover_end__lte=limit)

    def due_for(self, kind: str) -> Self:
        """Agreed ones whose two sides are to be told this now, and have not been.

        Args:
            kind: a name in `REMINDERS`.
        """
        from commitments.models import Reminder

        told = Reminder.objects.filter(
            commitment=models.OuterRef("pk"), kind=kind, window_end=models.OuterRef("handover_end")
        )
        agreed = self.filter(REMINDERS[kind](), state=CommitmentState.ACCEPTED)
        return agreed.filter(~models.Exists(told))

    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """What the person is asked: a proposal to answer, what became of a promise, or whether a
        hand-over was as the other side says."""
        return self.filter(_asks(user))

    def sent_by(self, user: User | AnonymousUser) -> Self:
        """Proposals, or other times for one, that the person's own side waits for an answer to."""
        return self.filter(_sent(user))

    def agreed(self) -> Self:
        """Agreed, and their time has not passed."""
        return self.filter(_agreed())

    def agreed_before(self, end: datetime) -> Self:
        """Agreed, and their time begins before `end` (of the day, say)."""
        return self.filter(_agreed(), handover_start__lt=end)

    def agreed_between(self, start: datetime, end: datetime) -> Self:
        """Agreed, and their time has a part in a stretch of time (a day, say)."""
        agreed = self.filter(state=CommitmentState.ACCEPTED)
        return agreed.filter(handover_end__gt=start, handover_start__lt=end)

    def of_organization(self, organization: Organization) -> Self:
        """Those in which it is a side."""
        return self.filter(
            Q(giver_organization=organization) | Q(receiver_organization=organization)
        )

    def ended(self) -> Self:
        return self.exclude(state__in=OPEN)

    def unanswered_by(self, side: str) -> Self:
        """Proposals that wait for an answer of that side."""
        open_ones = self.filter(state=CommitmentState.PROPOSED, expires_at__gt=clock.now())
        return open_ones.filter(last_word_of(Side(side).other))

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
    asked = (_on(side, user) & _asked_of(side) for side in Side)
    return reduce(or_, asked)


def _asked_of(side: Side) -> Q:
    """What a side is asked: the other had the last word, the time is over, or the other stated a
    hand-over that is neither confirmed nor disputed, for as long as somebody is asked about it."""
    now = clock.now()
    proposed = Q(state=CommitmentState.PROPOSED, expires_at__gt=now)
    moved = Q(state=CommitmentState.ACCEPTED, offered_by_giver__isnull=False)
    over = Q(state=CommitmentState.ACCEPTED, handover_end__lte=now)
    stated = Q(
        state=CommitmentState.FULFILLED,
        handed_over_by_giver=side == Side.RECEIVER,
        confirmed_at=None,
        disputed_at=None,
        ended_at__gt=now - timedelta(hours=settings.UNKEPT_HOURS),
    )
    return last_word_of(side.other) & (proposed | moved) | over | stated


def _sent(user: User | AnonymousUser) -> Q:
    said = (_on(side, user) & last_word_of(side) for side in Side)
    return reduce(or_, said) & Q(state=CommitmentState.PROPOSED)


def last_word_of(side: str) -> Q:
    """Those whose open question that side asked: a proposal, or other times offered since."""
    by_giver = side == Side.GIVER
    proposal = Q(offered_by_giver=None, proposed_by_giver=by_giver)
    return proposal | Q(offered_by_giver=by_giver)


def _agreed() -> Q:
    return Q(state=CommitmentState.ACCEPTED, handover_end__gt=clock.now())


def _soon() -> Q:
    """About to begin, and agreed long enough ago that a reminder is one."""
    now, ahead = clock.now(), timedelta(hours=settings.HAND_OVER_SOON_HOURS)
    begins = Q(handover_start__gt=now, handover_start__lte=now + ahead)
    return begins & Q(accepted_at__lte=F("handover_start") - ahead)


def _just_over() -> Q:
    now = clock.now()
    return Q(handover_end__gt=now - DAY, handover_end__lte=now)


def _over_for_a_day() -> Q:
    limit = clock.now() - timedelta(hours=settings.UNKEPT_HOURS)
    return Q(handover_end__gt=limit, handover_end__lte=clock.now() - DAY)


REMINDERS = {
    "hand_over_soon": _soon,
    "hand_over_ask": _just_over,
    "hand_over_ask_again": _over_for_a_day,
}

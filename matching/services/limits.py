"""A soft limit on how much one person is promised within a period, as their community sets it.

It counts a person's live and kept promises; organizations have none. What is given without their
asking counts too, and is never refused: a gift is the giver's to make.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from accounts.models import Community, Organization, User
from commitments.enums import OPEN, CommitmentState
from commitments.errors import LimitReached
from commitments.models import Commitment
from commitments.services import ProposalDraft
from core import clock
from core.moments import moment
from matching.services.locks import PER_RECEIVER, wait_for

WEEK = 7  # days
COUNTED = (*OPEN, CommitmentState.FULFILLED)


@dataclass(frozen=True)
class Standing:
    """Where a person stands: `used` of `limit` promises in `days` days.

    `next_at` is when there is room again; None while there is.
    """

    limit: int
    days: int
    used: int
    next_at: datetime | None

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


def standing_of(person: User, cell: str) -> Standing | None:
    """How much room a person has where the food is; None where no limit is set.

    Args:
        person: who would receive, for themselves.
        cell: of the listing; its community's limit holds.
    """
    community = Community.objects.of(cell)
    if community.limit_commitments is None:
        return None
    return _standing(person, community, community.limit_commitments)


def _standing(person: User, community: Community, limit: int) -> Standing:
    period = timedelta(days=community.limit_days)
    promised = Commitment.objects.filter(
        receiver=person,
        receiver_organization=None,
        state__in=COUNTED,
        created_at__gt=clock.now() - period,
    )
    dates = list(promised.order_by("-created_at").values_list("created_at", flat=True))
    # Room again is when only one less than the limit are younger than the period.
    next_at = dates[limit - 1] + period if len(dates) >= limit else None
    return Standing(limit, community.limit_days, len(dates), next_at)


def require_room(receiver: User, organization: Organization | None, draft: ProposalDraft) -> None:
    """Refuse a person who asks for more than their community lets one person have; on a
    proposal of the giver's own nobody asks this.

    Two proposals at once wait for each other, so that both never take the last one.

    Raises:
        LimitReached: with `limit`, `days` and `next_at`.
    """
    if organization is not None or draft.listing is None:
        return
    community = Community.objects.of(draft.listing.geohash)
    if community.limit_commitments is None:
        return
    wait_for(PER_RECEIVER, receiver.pk)
    standing = _standing(receiver, community, community.limit_commitments)
    if standing.next_at is None:
        return
    details = {"limit": standing.limit, "days": standing.days, "next_at": standing.next_at}
    raise LimitReached(reached_text(standing), details)


def reached_text(standing: Standing) -> str:
    """How many, within which period, and when the next is possible."""
    said = ngettext(
        "You have %(used)s of %(limit)s promise within %(days)s days, so that there is enough for "
        "everybody here. You can ask for the next one %(when)s.",
        "You have %(used)s of %(limit)s promises within %(days)s days, so that there is enough "
        "for everybody here. You can ask for the next one %(when)s.",
        standing.limit,
    )
    when = moment(standing.next_at or clock.now()).text
    facts = {"used": standing.used, "limit": standing.limit, "days": standing.days, "when": when}
    return said % facts


def hint_text(standing: Standing) -> str:
    """In advance: how many more one may ask for."""
    if standing.next_at is not None:
        return reached_text(standing)
    if standing.days == WEEK:
        said = ngettext(
            "So that there is enough for everybody here, one person may have %(limit)s promises a "
            "week. You can ask for %(left)s more this week.",
            "So that there is enough for everybody here, one person may have %(limit)s promises a "
            "week. You can ask for %(left)s more this week.",
            standing.left,
        )
        return said % {"limit": standing.limit, "left": standing.left}
    said = ngettext(
        "So that there is enough for everybody here, one person may have %(limit)s promises "
        "within %(days)s days. You can ask for %(left)s more.",
        "So that there is enough for everybody here, one person may have %(limit)s promises "
        "within %(days)s days. You can ask for %(left)s more.",
        standing.left,
    )
    return said % {"limit": standing.limit, "days": standing.days, "left": standing.left}

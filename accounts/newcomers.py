"""Gentle limits for new accounts: room enough to settle in, too little to flood a town with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from accounts.errors import TooMany
from accounts.models import User
from accounts.tallies import count_up
from core import clock

FOREVER = timedelta(days=36_500)


class Room(TextChoices):
    """What a new account has only so much room for."""

    POSTS = "posts"
    PROPOSALS = "proposals"
    PEOPLE = "people"


@dataclass(frozen=True)
class Limit:
    setting: str
    period: timedelta
    text: Callable[[int], str]


LIMITS = {
    Room.POSTS: Limit(
        "NEWCOMER_POSTS_A_DAY",
        timedelta(days=1),
        lambda most: (
            _("In its first days an account can post %(most)s times a day. Please go on tomorrow.")
            % {"most": most}
        ),
    ),
    Room.PROPOSALS: Limit(
        "NEWCOMER_OPEN_PROPOSALS",
        FOREVER,
        lambda most: (
            _(
                "In its first days an account can have %(most)s unanswered proposals. "
                "Wait for an answer, or take one back."
            )
            % {"most": most}
        ),
    ),
    Room.PEOPLE: Limit(
        "NEWCOMER_PEOPLE_AN_HOUR",
        timedelta(hours=1),
        lambda most: (
            _(
                "In its first days an account can write to %(most)s people an hour. "
                "Please go on a little later."
            )
            % {"most": most}
        ),
    ),
}


def is_newcomer(user: User) -> bool:
    """Whether the account is younger than `NEWCOMER_DAYS`; staff never are, nor programs:
    an operator has agreed to those, and their plan says how much they may."""
    age = timedelta(days=settings.NEWCOMER_DAYS)
    if user.is_staff or user.is_program:
        return False
    return user.created_at + age > clock.now()


def require_room(
    user: User,
    what: Room,
    *,
    whom: UUID | None = None,
    used: Callable[[], int] | None = None,
) -> None:
    """Refuse a newcomer who has reached a limit; everybody else has room, at no query.

    Called in the transaction of what is new, right after its insert: a refusal takes it back.

    Args:
        user: who does it.
        what: of which limit.
        whom: of `PEOPLE`: who is written to. The same one again uses up nothing.
        used: of `PROPOSALS`: counts those open now, the new one included. It is asked once the
            person's row is held, so that two at once do not both find the last place free.

    Raises:
        TooMany: with a text for the person; `details["retry_at"]` is in UTC.
    """
    if not is_newcomer(user):
        return
    limit = LIMITS[what]
    most: int = getattr(settings, limit.setting)
    if used is not None:
        count_up(user.pk, what, limit=2**31 - 2, period=limit.period)
        if used() > most:
            settled_in = user.created_at + timedelta(days=settings.NEWCOMER_DAYS)
            raise TooMany(limit.text(most), settled_in)
        return
    try:
        count_up(user.pk, what, limit=most, period=limit.period, whom=whom)
    except TooMany as reached:
        raise TooMany(limit.text(most), reached.details["retry_at"]) from None

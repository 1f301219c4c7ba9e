"""A town's weeks, day by day, up to this moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from foodcoord.town.bargains import Bargains
from foodcoord.town.life import Life
from foodcoord.town.needs import Needs
from foodcoord.town.offers import Offers

Say = Callable[[str], None]
WEEK = 7


def tell(life: Life, *, opening: datetime, closing: datetime, say: Say) -> None:
    """Let the town live from `opening` to `closing`; what is unfinished then stays open.

    Args:
        life: the town and its people.
        opening: the first moment (aware).
        closing: the present.
        say: told how far it is, once a week told.
    """
    bargains = Bargains(life)
    offers, needs = Offers(life, bargains), Needs(life, bargains)
    first, last = (moment.astimezone(life.zone).date() for moment in (opening, closing))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for day in days:
        offers.plan(day)
        needs.plan(day)
    told = 0
    for moment in life.agenda.run(closing):
        reached = (moment.astimezone(life.zone).date() - first).days
        if reached >= told + WEEK:
            told += WEEK
            say(f"{told} of {len(days)} days")

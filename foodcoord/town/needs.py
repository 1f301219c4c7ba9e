"""What people and organizations ask for."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from accounts.enums import OrganizationKind as Kind
from core import clock
from foodcoord.town import goods
from foodcoord.town.bargains import Bargains
from foodcoord.town.goods import Good
from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.life import Life
from requests_app import services as requests
from requests_app.services import RequestDraft

HOUSEHOLD_NEEDS = 0.027  # a person a day
# The planted shortage: everybody looks for eggs and milk, hardly anyone has them.
WANTED: tuple[tuple[float, Sequence[Good]], ...] = (
    (0.6, goods.EGGS_AND_DAIRY),
    (0.12, goods.CUPBOARD),
    (0.1, goods.BABY_AND_HOME),
    (0.1, goods.KINDS_OF_BREAD),
    (0.08, goods.SOME_FRUIT),
    (0.05, goods.SOME_VEGETABLES),
)
NEEDS_DAYS = (1.2, 1.0, 1.0, 1.0, 1.1, 0.9, 0.8)
# Organizations that feed many ask twice a week, before they open.
ASKING = (Kind.PANTRY, Kind.KITCHEN, Kind.MUTUAL_AID)
ASKING_DAYS = frozenset([0, 3])
BULK_TIMES = 5
TINS = 0.15  # of what they ask for; the rest is eggs and milk
NOTES = (
    "",
    "",
    "Any size, any day this week.",
    "For two small children.",
    "A little would help already.",
)


class Needs:
    """Plans and makes the town's requests."""

    def __init__(self, life: Life, bargains: Bargains) -> None:
        self.life = life
        self.bargains = bargains

    def plan(self, day: date) -> None:
        """Put a day's requests on the agenda."""
        life = self.life
        mean = HOUSEHOLD_NEEDS * len(life.people) * NEEDS_DAYS[day.weekday()]
        for _ in range(life.some(mean)):
            [wanted] = life.random.choices(
                [kinds for _weight, kinds in WANTED], [weight for weight, _kinds in WANTED]
            )
            hour = 8 + 13 * life.random.random()
            days = life.random.randint(2, 5)
            self._plan(day, hour, life.one_of(life.people), life.one_of(wanted), days)
        if day.weekday() in ASKING_DAYS:
            for actor in life.of_kind(*ASKING):
                if life.chance(0.8):
                    tins = life.chance(TINS)
                    good = life.one_of(goods.CUPBOARD if tins else goods.EGGS_AND_DAIRY)
                    self._plan(day, 9, actor, good, 4, 1 if tins else BULK_TIMES)

    def _plan(
        self, day: date, hour: float, actor: Actor, good: Good, days: int, times: int = 1
    ) -> None:
        moment = self.life.on(day, hour)
        self.life.agenda.at(moment, partial(self._ask, actor, good, days, times))

    def _ask(self, actor: Actor, good: Good, days: int, times: int) -> None:
        life = self.life
        draft = RequestDraft(
            food=life.foods[good.slug],
            quantity=good.amount(life.random, times),
            unit=good.unit,
            needed_by=clock.now() + timedelta(days=days),
            note=life.one_of(NOTES) if actor.organization is None else "",
            organization=actor.organization,
        )
        request, _new = requests.create(by=actor.user, request_id=new_id(life.random), draft=draft)
        life.close(request.needed_by, partial(requests.expire, food_request=request))
        self.bargains.needed(actor, request)

"""What people and organizations offer: gardens by the season, shops and kitchens by the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from accounts.enums import OrganizationKind as Kind
from core import clock
from foodcoord.town import goods
from foodcoord.town.bargains import Bargains
from foodcoord.town.goods import Good
from foodcoord.town.inhabitants import Actor, new_id
from foodcoord.town.life import Life
from listings import services as listings
from listings.models import Listing
from listings.services import ListingDraft

# Monday to Sunday: gardens are dug at the weekend.
GARDEN_DAYS = (0.7, 0.7, 0.8, 0.8, 0.9, 1.6, 1.5)
GARDEN_OFFERS = 0.03  # a person a day
# The planted surplus: more vegetables than anyone asks for.
GARDEN_KINDS = {
    "vegetables": 0.44,
    "roots-potatoes": 0.18,
    "fruit": 0.19,
    "leafy-greens-herbs": 0.15,
    "berries": 0.04,
}
EGGS_OFFERED = 0.02  # of garden offers: the planted shortage
CUPBOARD_OFFERS = 0.006  # a person a day
DAYS_PICKED, DAYS_ON_THE_PLANT = (2, 5), (4, 9)
WITHDRAWN, EXTENDED = 0.03, 0.05
DATED = 0.6  # of what comes from a cupboard
GROWN = frozenset(good.slug for grown in goods.GARDEN.values() for good in grown)
NOT_WASTED = {  # how often what is left of it is eaten, fed or frozen by whoever offered it
    **dict.fromkeys((good.slug for good in goods.CUPBOARD + goods.BABY_AND_HOME), 0.95),
    **dict.fromkeys(GROWN, 0.65),
}
TITLES = (
    "{food} from the allotment",
    "More {food} than we can eat",
    "{food}, picked this morning",
    "{food} over the garden wall",
)
NOTES = (
    "",
    "Crate by the side gate, ring if you need a bag.",
    "On the porch, help yourself once we have agreed.",
    "Please bring your own bag or box.",
    "Second bell, I am usually in after five.",
)


@dataclass(frozen=True)
class Habit:
    """What an organization of some kind offers.

    Args:
        kinds: of organizations.
        goods: one of these each time.
        weekdays: Monday is 0.
        probability: on each such day.
        hour: local time at which it is posted.
        hours: how long it can be had.
        times: as much as a household would have.
    """

    kinds: tuple[Kind, ...]
    goods: Sequence[Good]
    weekdays: frozenset[int]
    probability: float
    hour: float
    hours: float
    times: int = 1


WORKDAYS = frozenset(range(5))
ON_THE_PLANT = frozenset(good.slug for good in goods.GARDEN["vegetables"])
HABITS = (
    Habit((Kind.SHOP,), goods.BREAD, frozenset(range(6)), 0.7, 17, 17),
    Habit((Kind.SHOP,), goods.CUPBOARD, WORKDAYS, 0.15, 10, 96),
    Habit((Kind.SCHOOL,), goods.MEALS, frozenset([4]), 0.9, 14, 6),
    Habit((Kind.SCHOOL,), goods.MEALS, frozenset(range(4)), 0.15, 14, 6),
    Habit((Kind.KITCHEN,), goods.MEALS, frozenset([2, 6]), 0.4, 15, 7),
)
FARM_DAYS, GARDEN_GROUP_DAYS = frozenset([1, 4]), frozenset([5, 6])


class Offers:
    """Plans and makes the town's listings."""

    def __init__(self, life: Life, bargains: Bargains) -> None:
        self.life = life
        self.bargains = bargains

    def plan(self, day: date) -> None:
        """Put a day's offers on the agenda."""
        self._plan_gardens(day)
        for _ in range(self.life.some(CUPBOARD_OFFERS * len(self.life.people))):
            good = self.life.one_of(goods.CUPBOARD + goods.BABY_AND_HOME)
            self._plan(day, 9 + 11 * self.life.random.random(), self.life.people, good, 120)
        for habit in HABITS:
            if day.weekday() in habit.weekdays:
                for actor in self.life.of_kind(*habit.kinds):
                    if self.life.chance(habit.probability):
                        good = self.life.one_of(habit.goods)
                        self._plan(day, habit.hour, [actor], good, habit.hours, habit.times)
        for kind, days, times in (
            (Kind.FARM, FARM_DAYS, 5),
            (Kind.GARDEN, GARDEN_GROUP_DAYS, 2),
        ):
            if day.weekday() in days:
                for actor in self.life.of_kind(kind):
                    if self.life.chance(0.8):
                        self._plan(day, 9, [actor], self._harvest(day), 72, times)

    def _plan_gardens(self, day: date) -> None:
        life = self.life
        mean = GARDEN_OFFERS * len(life.people) * GARDEN_DAYS[day.weekday()]
        for _ in range(life.some(mean)):
            hour = life.one_of((8, 9, 10, 16, 17, 18, 19)) + life.random.random()
            hens = life.chance(EGGS_OFFERED)
            good = life.one_of(goods.HENS) if hens else self._harvest(day)
            least, most = DAYS_ON_THE_PLANT if good.slug in ON_THE_PLANT else DAYS_PICKED
            hours = 24 * life.random.randint(least, most)
            self._plan(day, hour, life.growers or life.people, good, hours)

    def _harvest(self, day: date) -> Good:
        """Something in season; berries are often not, vegetables always are."""
        life = self.life
        seasonal = {
            kind: goods.in_season(goods.GARDEN[kind], life.foods, day.month, north=life.is_north)
            for kind in GARDEN_KINDS
        }
        kinds = [kind for kind in GARDEN_KINDS if seasonal[kind]]
        [kind] = life.random.choices(kinds, [GARDEN_KINDS[kind] for kind in kinds])
        return life.one_of(seasonal[kind])

    def _plan(
        self,
        day: date,
        hour: float,
        actors: Sequence[Actor],
        good: Good,
        hours: float,
        times: int = 1,
    ) -> None:
        actor = self.life.one_of(actors)
        act = partial(self._offer, actor, good, hours, times)
        self.life.agenda.at(self.life.on(day, hour), act)

    def _offer(self, actor: Actor, good: Good, hours: float, times: int) -> None:
        life, now = self.life, clock.now()
        food, today = life.foods[good.slug], now.astimezone(life.zone).date()
        title = ""
        if good.slug in GROWN and actor.grows and life.chance(0.4):
            title = life.one_of(TITLES).format(food=food.name_en)
            title = title[0].upper() + title[1:].replace(food.name_en, food.name_en.lower())
        draft = ListingDraft(
            food=food,
            quantity=good.amount(life.random, times),
            unit=good.unit,
            available_from=now,
            available_until=now + timedelta(hours=hours),
            title=title,
            pickup_note=life.one_of(NOTES),
            organization=actor.organization,
            use_by=today + timedelta(days=1) if good in goods.MEALS else None,
            best_before=self._printed(today) if good in goods.CUPBOARD else None,
        )
        listing, _new = listings.create(by=actor.user, listing_id=new_id(life.random), draft=draft)
        self._await_end(actor, listing, hours)
        self.bargains.offered(actor, listing)

    def _printed(self, today: date) -> date | None:
        """A date on the package, if there is one; it may have passed."""
        life = self.life
        return today + timedelta(days=life.random.randint(-30, 300)) if life.chance(DATED) else None

    def _await_end(self, actor: Actor, listing: Listing, hours: float) -> None:
        life, end = self.life, listing.available_until
        luck = life.random.random()
        if luck < WITHDRAWN:
            withdraw = partial(listings.withdraw, listing=listing, by=actor.user)
            life.agenda.at(clock.now() + timedelta(hours=hours / 2), withdraw)
        elif luck < WITHDRAWN + EXTENDED and hours >= 24:
            end += timedelta(days=2)
            extend = partial(listings.extend, listing=listing, by=actor.user, available_until=end)
            life.agenda.at(clock.now() + timedelta(hours=hours / 2), extend)
        elif luck < NOT_WASTED.get(listing.food.slug, 0):
            keep = partial(listings.withdraw, listing=listing, by=actor.user)
            life.agenda.at(end - timedelta(minutes=1), keep)
        life.close(end, partial(listings.expire, listing=listing))

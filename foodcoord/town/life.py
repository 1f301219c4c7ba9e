"""What all that happens in the town shares: chance, time, people, and foods."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from accounts.enums import OrganizationKind
from catalog.models import Food
from core.geo.cells import Point
from foodcoord.town.agenda import Action, Agenda
from foodcoord.town.geography import Town
from foodcoord.town.inhabitants import Actor

WAKES, SLEEPS = 7, 22
ASKED_AROUND = 7  # of so many who might, the nearest does
T = TypeVar("T")


@dataclass
class Life:
    """The town's people on their way through time. One source of chance, so that a seed decides."""

    town: Town
    random: Random
    people: list[Actor]
    institutions: list[Actor]
    foods: dict[str, Food]
    agenda: Agenda = field(default_factory=Agenda)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.town.timezone)

    @cached_property
    def growers(self) -> list[Actor]:
        return [actor for actor in self.people if actor.grows]

    @property
    def is_north(self) -> bool:
        return self.town.middle.lat >= 0

    def of_kind(self, *kinds: OrganizationKind) -> list[Actor]:
        return [actor for actor in self.institutions if actor.kind in kinds]

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def one_of(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def some(self, mean: float) -> int:
        """A count with that mean, as chance has it (Poisson, by D. Knuth's product)."""
        floor, product, number = math.exp(-mean), self.random.random(), 0
        while product > floor:
            product *= self.random.random()
            number += 1
        return number

    def near(self, candidates: Sequence[Actor], place: Point) -> Actor:
        """One of them, sooner a near one: the nearest of a few asked."""
        asked = self.random.choices(candidates, k=min(ASKED_AROUND, len(candidates)))
        return min(asked, key=lambda actor: actor.distance_km(place))

    def on(self, day: date, hour: float) -> datetime:
        """A moment of a day by the town's own clocks, in UTC, give or take half an hour."""
        minutes = round(hour * 60) + self.random.randint(-30, 30)
        midnight = datetime.combine(day, time(), self.zone)
        return (midnight + timedelta(minutes=minutes)).astimezone(UTC)

    def later(self, moment: datetime, hours: float) -> datetime:
        """About so many hours on (exponential); never at night."""
        return self.awake(moment + timedelta(hours=self.random.expovariate(1 / hours)))

    def close(self, end: datetime, act: Action) -> None:
        """Let something expire once its time is over. What is promised then holds it open; the
        promise itself is over within two days."""
        for hours in (0, 6, 30, 54):
            self.agenda.at(end + timedelta(hours=hours, minutes=1), act)

    def awake(self, moment: datetime) -> datetime:
        """The moment, or the morning after it."""
        local = moment.astimezone(self.zone)
        if WAKES <= local.hour < SLEEPS:
            return moment
        day = local.date() + timedelta(days=local.hour >= SLEEPS)
        return self.on(day, WAKES + 1 + self.random.random())

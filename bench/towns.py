"""Simulated towns with planted imbalances: who posts what where on which day.

The model knows nothing of the detector's: people post by a Poisson rhythm of weekdays and season,
amounts and waits are log-normal, quiet quarters are somewhat uneven too. What is planted is known,
and nothing else is out of balance.

A town is made from a purpose and a number. `tuning` towns may be looked at when a constant is
chosen, `test` towns only reported: the purpose is part of the random seed, so that no town is both.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple

from core.geo import cells

Purpose = Literal["tuning", "test"]
CATEGORIES = ("vegetables", "fruit", "eggs-dairy", "bread-bakery", "tinned-jars")
SIZES = {"hamlet": (3, 2, 1.2), "town": (4, 4, 2.0), "city": (6, 5, 3.0)}
"""Cells of about 5 km, across and up; offers, and requests, a day, category and cell."""
WEEKDAYS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.6, 0.9)
YEAR = 364
BURN_IN = 133
"""Days before anything is looked at: a cell's own past."""
LOOKED_AT = 70
DAYS = BURN_IN + LOOKED_AT
LAST_YEAR = range(-YEAR + BURN_IN - 36, -YEAR + DAYS + 7)
"""The days of a year ago that seasons are read from."""
AMOUNT_SPREAD, WAIT_SPREAD = 0.8, 1.1
KINDS = ("shortage", "surplus", "waste", "mismatch", "slow_answers")
PLANTED_SHARE = 0.16
PEOPLE = 40

What = Literal["offer", "ask", "promise", "loss"]


class Fact(NamedTuple):
    """One thing that happens. Grams; minutes of a promise's wait."""

    day: int
    what: What
    cell: str
    category: str
    person: int
    grams: int
    minutes: int = 0


@dataclass(frozen=True)
class Planted:
    """An imbalance from one day until another, the latter left out."""

    kind: str
    cell: str
    category: str
    first: int
    end: int
    strength: float
    neighbour: str = ""


@dataclass
class Habits:
    """How one category goes in one cell when nothing is planted."""

    posts_a_day: float
    tilt: float
    wait_minutes: float
    loss: float


@dataclass
class Town:
    name: str
    size: str
    cells: list[str]
    planted: list[Planted]
    facts: list[Fact] = field(default_factory=list)


def town(purpose: Purpose, number: int, size: str) -> Town:
    """A town, the same for the same purpose, number and size."""
    random = Random(f"{purpose}: {size} {number}")
    places = _grid(random, *SIZES[size][:2])
    made = Town(f"{purpose} {size} {number}", size, places, _plant(random, places))
    made.facts = sorted(_facts(random, made), key=lambda fact: fact.day)
    return made


def _grid(random: Random, columns: int, rows: int) -> list[str]:
    """Cells beside one another, at any place: regions' borders run where they will."""
    corner = cells.encode(random.uniform(-50, 55), random.uniform(-180, 180), 5)
    box = cells.bounds(corner)
    height, width = box.north - box.south, box.east - box.west
    return [
        cells.encode(box.centre.lat + row * height, box.centre.lon + column * width, 5)
        for row in range(rows)
        for column in range(columns)
    ]


def _plant(random: Random, places: list[str]) -> list[Planted]:
    free = {(cell, category) for cell in places for category in CATEGORIES}
    planted: list[Planted] = []
    for number in range(max(5, round(PLANTED_SHARE * len(free)))):
        kind = KINDS[number % len(KINDS)]
        cell, category = random.choice(sorted(free))
        beside = [other for other in cells.neighbours(cell) if (other, category) in free]
        if kind == "mismatch" and not beside:
            continue
        first = BURN_IN + random.randrange(5, 25)
        end = first + random.randrange(28, 42)
        strength = random.uniform(3, 6)
        free.discard((cell, category))
        if kind == "mismatch":
            other = random.choice(beside)
            free.discard((other, category))
            planted.append(Planted("surplus", other, category, first, end, strength))
            planted.append(Planted(kind, cell, category, first, end, strength, other))
        else:
            planted.append(Planted(kind, cell, category, first, end, strength))
    return planted


def _facts(random: Random, made: Town) -> Iterator[Fact]:
    by_key = {(each.cell, each.category): each for each in made.planted}
    seasons = {category: random.uniform(0, 2 * math.pi) for category in CATEGORIES}
    lively = {cell: random.gammavariate(3, 1 / 3) for cell in made.cells}
    for cell in made.cells:
        for category in CATEGORIES:
            habits = Habits(
                posts_a_day=SIZES[made.size][2] * lively[cell] * random.lognormvariate(0, 0.3),
                tilt=random.lognormvariate(0, 0.12),
                wait_minutes=360 * random.lognormvariate(0, 0.25),
                loss=random.uniform(0.03, 0.13),
            )
            planted = by_key.get((cell, category))
            for day in (*LAST_YEAR, *range(DAYS)):
                holds = planted if planted and planted.first <= day < planted.end else None
                rhythm = WEEKDAYS[day % 7] * _season(seasons[category], day)
                yield from _day(random, day, cell, category, habits, rhythm, holds)


def _day(
    random: Random,
    day: int,
    cell: str,
    category: str,
    habits: Habits,
    rhythm: float,
    holds: Planted | None,
) -> Iterator[Fact]:
    kind, strength = (holds.kind, holds.strength) if holds else ("", 1.0)
    tilt = habits.tilt
    tilt *= {"shortage": strength, "mismatch": strength, "surplus": 1 / strength}.get(kind, 1.0)
    offers = _poisson(random, habits.posts_a_day * rhythm / math.sqrt(tilt))
    asks = _poisson(random, habits.posts_a_day * rhythm * math.sqrt(tilt))
    loss = 0.3 + 0.06 * strength if kind == "waste" else habits.loss
    wait = habits.wait_minutes * (1.2 * strength if kind == "slow_answers" else 1.0)
    left = 0
    for _ in range(offers):
        person, grams = random.randrange(PEOPLE), _grams(random)
        yield Fact(day, "offer", cell, category, person, grams)
        if random.random() < loss:
            yield Fact(day, "loss", cell, category, person, grams)
        else:
            left += grams
    for _ in range(asks):
        person, grams = PEOPLE + random.randrange(PEOPLE), _grams(random)
        yield Fact(day, "ask", cell, category, person, grams)
        taken = min(left, grams)
        if taken and random.random() < 0.6:
            minutes = round(random.lognormvariate(math.log(wait), WAIT_SPREAD))
            yield Fact(day, "promise", cell, category, person, taken, minutes)
            left -= taken


def _season(phase: float, day: int) -> float:
    return 1 + 0.35 * math.sin(2 * math.pi * day / YEAR + phase)


def _grams(random: Random) -> int:
    return max(50, round(3_000 * random.lognormvariate(0, AMOUNT_SPREAD)))


def _poisson(random: Random, mean: float) -> int:
    """By multiplying uniforms (D. E. Knuth, The Art of Computer Programming, vol. 2, §3.4.1)."""
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count

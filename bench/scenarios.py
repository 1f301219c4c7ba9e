"""Where the searches start, and what they look for."""

import math
from dataclasses import dataclass
from random import Random

from catalog.models import Category
from core.geo import towns
from core.geo.cells import Point
from nearby.enums import Kind
from nearby.feed.filters import Filters

SEED = 20_260_102
ORIGINS = 60
DENSE = ("London", "New York City", "Berlin")
FREQUENT, RARE = "vegetables", "baby-food"
RADIUS_KM = 50
LIMIT = 30


@dataclass(frozen=True)
class Scenario:
    """One kind of search, from several places. `cell_precision`: by cell instead of by place."""

    name: str
    filters: Filters
    origins: list[Point]
    cell_precision: int | None = None

    @property
    def category(self) -> int | None:
        return self.filters.category_id


def scenarios() -> list[Scenario]:
    """The eight of performance.md, nearest first, and two by cell."""
    random = Random(SEED)
    dense = [_near(town, 6, random) for town in _towns(list(DENSE), random)]
    towns_ = [_near(town, 3, random) for town in _towns([], random)]
    rural = [_near(town, 45, random, least=30) for town in _towns([], random)]
    frequent = Category.objects.get(slug=FREQUENT)
    rare = Category.objects.get(slug=RARE)
    offers = Kind.LISTING
    return [
        Scenario("dense, offers", Filters(kind=offers), dense),
        Scenario("dense, offers of a category", Filters(kind=offers, category=frequent), dense),
        Scenario(
            "dense, category and diet",
            Filters(kind=offers, category=frequent, diets=("vegan",)),
            dense,
        ),
        Scenario("dense, a rare category", Filters(kind=offers, category=rare), dense),
        Scenario("town, offers", Filters(kind=offers), towns_),
        Scenario("rural, offers", Filters(kind=offers), rural),
        Scenario("dense, both kinds", Filters(), dense),
        Scenario("town, both kinds", Filters(), towns_),
        Scenario("dense, by cell", Filters(kind=offers), dense, cell_precision=6),
        Scenario("town, by cell", Filters(kind=offers), towns_, cell_precision=6),
    ]


def _towns(names: list[str], random: Random) -> list[towns.Town]:
    """`ORIGINS` of the towns people live in, or of those named."""
    from bench.seed import COUNTRIES, TOWNS

    known = [town for town in towns.all_towns().values() if town.country in COUNTRIES.split()]
    chosen = [town for town in known if town.name in names and town.population > 3_000_000]
    return [random.choice(chosen or known[30:TOWNS]) for _ in range(ORIGINS)]


def _near(town: towns.Town, most_km: float, random: Random, *, least: float = 0.0) -> Point:
    """Somewhere around a town, that far out."""
    km, turn = random.uniform(least, most_km), random.uniform(0, 2 * math.pi)
    north, east = km * math.cos(turn) / 111.2, km * math.sin(turn) / 111.2
    lat = town.point.lat + north
    lon = town.point.lon + east / math.cos(math.radians(lat))
    return Point(lat, (lon + 180.0) % 360.0 - 180.0)

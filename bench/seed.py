"""A world of listings and requests, by COPY: the same rows each time, apart from the moment."""

import argparse
import math
import os
import random
import sys
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

import django

SIZES = {"s": 30_000, "m": 300_000, "l": 1_000_000}
SEED = 20_260_101
PEOPLE_PER_LISTING = 0.05
ORGANIZATIONS = 200
OPEN_SHARE = 0.3
COUNTRIES = "AR AU BE BR CA CL CO DE ES FR GB IN IT JP MX NL NZ PL US ZA"
TOWNS = 300
PREFERRED = {"London", "New York City", "Berlin"}
RARE = "baby-food"

USER_COLUMNS = (
    "id pseudonym version email display_name language units timezone contact_preference diets "
    "avoided_allergens home_geohash home_precision share_radius_km is_staff is_superuser is_active "
    "password created_at updated_at nickname pronouns bio tags session_era "
    "generated_text guidance"
)
SUBJECT_COLUMNS = "id version fingerprint created_at updated_at"
PLACED_COLUMNS = "exact_place_id geohash location public_precision"
ORGANIZATION_COLUMNS = (
    f"{SUBJECT_COLUMNS} {PLACED_COLUMNS} pseudonym slug name kind description place_is_public "
    "opening_hours last_verified special_days"
)
POST_COLUMNS = (
    f"{SUBJECT_COLUMNS} {PLACED_COLUMNS} owner_id organization_id food_id category_id quantity "
    "unit grams remaining promised handed_over state diets"
)
LISTING_COLUMNS = (
    f"{POST_COLUMNS} title available_from available_until storage allergens pickup_note "
    "home_cooked ingredients"
)
REQUEST_COLUMNS = f"{POST_COLUMNS} needed_by note avoid_allergens"
EVENT_COLUMNS = (
    "id type schema_version occurred_at actor correlation_id subject_type subject_id "
    "subject_version cells payload"
)


@dataclass(frozen=True)
class Spot:
    """A place of the made-up world: its exact point, and what everybody sees of it."""

    place_id: UUID
    lat: float
    lon: float
    geohash: str
    location: str
    cells: list[str]

    def columns(self) -> tuple[Any, ...]:
        return (self.place_id, self.geohash, self.location, 6)


class World:
    """Draws rows from one random source, in one order."""

    def __init__(self, listings: int, towns_count: int = TOWNS) -> None:
        from catalog.models import Category, Food
        from core.geo import towns

        self.random = random.Random(SEED)
        self.listings = listings
        self.requests = self.listings // 2
        self.now = datetime.now(UTC).replace(microsecond=0)
        known = [town for town in towns.all_towns().values() if town.country in COUNTRIES.split()]
        self.towns = known[:towns_count]
        weights = [t.population * (3 if t.name in PREFERRED else 1) for t in self.towns]
        self.heights = list(accumulate(weights))
        foods = Food.objects.select_related("category").curated().order_by("slug")
        self.foods = [food for food in foods if food.category.slug != RARE]
        self.rare = [food for food in foods if food.category.slug == RARE]
        self.categories = Category.objects.count()
        self.people = [self.uuid() for _ in range(int(self.listings * PEOPLE_PER_LISTING))]
        self.organizations = [self.uuid() for _ in range(ORGANIZATIONS)]

    def uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def spot(self) -> Spot:
        """Somewhere in a town, the larger the likelier, thinning out from its middle."""
        from core.geo import cells

        town = self.towns[bisect(self.heights, self.random.random() * self.heights[-1])]
        spread = 0.012 * math.sqrt(town.population / 100_000)
        lat = min(84.0, max(-84.0, self.random.gauss(town.point.lat, spread)))
        lon = self.random.gauss(town.point.lon, spread / math.cos(math.radians(lat)))
        lon = (lon + 180.0) % 360.0 - 180.0
        middle = cells.centre(cells.encode(lat, lon, 6))
        geohash = cells.encode(middle.lat, middle.lon)
        x, y = cells.mercator(middle)
        return Spot(
            self.uuid(), round(lat, 6), round(lon, 6), geohash, f"({x!r},{y!r})",
            cells.ancestry(geohash),
        )  # fmt: skip

    def user_rows(self) -> Iterator[tuple[Any, ...]]:
        for number, person in enumerate(self.people):
            yield (
                person, self.uuid(), 1, f"person-{number}@bench.example", f"Person {number}",
                "en", "metric", "UTC", "email", [], [], "", 6, 5, False, False, True, "!",
                self.now, self.now, "", "", "", [], 0, True, True,
            )  # fmt: skip

    def organization_rows(self, spots: list[Spot]) -> Iterator[tuple[Any, ...]]:
        for number, (organization, spot) in enumerate(zip(self.organizations, spots, strict=True)):
            yield (
                organization, 1, "", self.now, self.now, *spot.columns(), self.uuid(),
                f"pantry-{number}", f"Pantry {number}", "pantry", "", True, "{}", self.now, "{}",
            )  # fmt: skip

    def post_columns(self, spot: Spot, opened: str, ended: str) -> tuple[Any, ...]:
        food = self.random.choice(self.rare if self.random.random() < 0.005 else self.foods)
        quantity = self.random.randint(1, 20)
        is_open = self.random.random() < OPEN_SHARE
        age = timedelta(seconds=self.random.randint(0, 20 * 86_400))
        owner = self.random.choice(self.people)
        organization = (
            self.random.choice(self.organizations) if self.random.random() < 0.15 else None
        )
        return (
            self.uuid(), 1, "", self.now - age, self.now - age, *spot.columns(), owner,
            organization, food.pk, food.category_id, quantity, "kg", quantity * 1000, quantity,
            0, 0, opened if is_open else ended, food.diets,
        )  # fmt: skip

    def listing_rows(self, spots: list[Spot]) -> Iterator[tuple[Any, ...]]:
        allergens = {food.pk: food.allergens for food in (*self.foods, *self.rare)}
        for spot in spots:
            post = self.post_columns(spot, "active", "expired")
            until = self.now + timedelta(hours=self.random.randint(12, 240))
            yield (*post, "", post[3], until, "ambient", allergens[post[11]], "", False, "")

    def request_rows(self, spots: list[Spot]) -> Iterator[tuple[Any, ...]]:
        for spot in spots:
            post = self.post_columns(spot, "open", "expired")
            yield (*post, self.now + timedelta(hours=self.random.randint(12, 240)), "", [])


def seed(size: str) -> None:
    """Fill an empty, migrated database.

    Args:
        size: a key of `SIZES`: how many listings, and half as many requests.
    """
    from django.db import connection

    fill(World(SIZES[size]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill(world: World) -> None:
    """Copy a world's rows in, with the events that the trigger wants, in one transaction."""
    from django.db import transaction

    with transaction.atomic():
        _copy("accounts_user", USER_COLUMNS, world.user_rows())
        _fill(world, "accounts_organization", "organization", ORGANIZATION_COLUMNS, ORGANIZATIONS)
        _fill(world, "listings_listing", "listing", LISTING_COLUMNS, world.listings)
        _fill(world, "requests_app_foodrequest", "request", REQUEST_COLUMNS, world.requests)


def _fill(world: World, table: str, subject: str, columns: str, count: int) -> None:
    """Rows, their exact places and their events: the trigger at commit wants all three."""
    spots = [world.spot() for _ in range(count)]
    places = ((spot.place_id, spot.lat, spot.lon, "") for spot in spots)
    _copy("core_exactplace", "id latitude longitude label", places)
    rows = list(getattr(world, f"{subject}_rows")(spots))
    _copy(table, columns, rows)
    events = (
        (world.uuid(), f"{subject}.created", 1, row[3], None, "", subject, row[0], 1, spot.cells,
         "{}")
        for row, spot in zip(rows, spots, strict=True)
    )  # fmt: skip
    _copy("core_domainevent", EVENT_COLUMNS, events)


def _copy(
    table: str, columns: str, rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]
) -> None:
    from django.db import connection

    names = ", ".join(columns.split())
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="s")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foodcoord.settings")
    django.setup()
    seed(chosen.size)
    sys.stderr.write(f"{SIZES[chosen.size]} listings\n")

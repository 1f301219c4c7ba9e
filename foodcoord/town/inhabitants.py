"""The people and the organizations, created as anyone is: by the services of accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accounts import services
from accounts.enums import ContactPreference, Role
from accounts.models import Organization, User
from catalog.models import Category
from core import clock
from core.geo import cells
from core.geo.cells import Point
from core.geo.models import Precision
from foodcoord.town.geography import Town, somewhere_in
from foodcoord.town.institutions import Institution
from foodcoord.town.names import full_name

JOINED_DAYS_BEFORE = 60
AREA_ONLY = 0.12  # of people show their home as the larger area
GROWERS = 0.4
MAIL_DOMAIN = "town.foodcoord.example"


@dataclass(frozen=True, eq=False)
class Actor:
    """Someone who posts and promises: a person, or an organization by one of its people."""

    user: User
    home: Point
    grows: bool = False
    organization: Organization | None = None

    @property
    def name(self) -> str:
        return self.organization.name if self.organization else self.user.name

    @property
    def kind(self) -> str:
        return self.organization.kind if self.organization else ""

    def distance_km(self, other: Point) -> float:
        return cells.distance_km(self.home, other)


def new_id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def settle(town: Town, count: int, opening: datetime, random: Random) -> Iterator[Actor]:
    """People with homes in the town, who joined before the history begins.

    Args:
        town: where.
        count: how many.
        opening: the first day.
        random: the one source of chance.
    """
    for number in range(count):
        home = somewhere_in(town.district(random), random)
        joined = opening - timedelta(hours=random.randint(1, 24 * JOINED_DAYS_BEFORE))
        precision = Precision.AREA if random.random() < AREA_ONLY else Precision.NEIGHBOURHOOD
        with clock.at(joined):
            user = join(
                random,
                town,
                email=f"neighbour-{number + 1}@{MAIL_DOMAIN}",
                name=full_name(random),
                home=home,
                precision=precision,
                # Nobody reads the mail of made-up people.
                contact_preference=ContactPreference.SITE,
            )
        yield Actor(user, home, grows=random.random() < GROWERS)


def join(
    random: Random,
    town: Town,
    *,
    email: str,
    name: str,
    home: Point,
    precision: int = Precision.NEIGHBOURHOOD,
    password: str | None = None,
    **profile: Any,
) -> User:
    """One person with a verified address and a home; `profile` as in their settings."""
    user = services.create_person(
        email=email,
        password=password,
        id=new_id(random),
        pseudonym=new_id(random),
        display_name=name,
        timezone=town.timezone,
        **profile,
    )
    return services.set_home(user=user, lat=home.lat, lon=home.lon, precision=precision)


def found(
    institution: Institution, town: Town, owner: User, moment: datetime, random: Random
) -> Actor:
    """An organization of the town, owned by `owner`."""
    door = somewhere_in(town.named(institution.district), random)
    with clock.at(moment):
        organization, _new = services.create_organization(
            by=owner,
            organization_id=new_id(random),
            name=institution.name,
            kind=institution.kind,
            place=door,
            address=f"{institution.name}, {institution.district}",
            description=institution.about,
            opening_hours=institution.hours,
            special_days=_holidays(moment.date()),
            accepts=list(Category.objects.filter(slug__in=institution.accepts)),
        )
    return Actor(owner, door, organization=organization)


def employ(actor: Actor, person: User, role: Role) -> None:
    """Let someone work for an organization that `actor` owns."""
    if actor.organization is not None:
        services.add_member(
            organization=actor.organization, by=actor.user, email=person.email, role=role
        )


def _holidays(day: date) -> dict[str, list[list[str]]]:
    """The end of the year after a day: closed, but for the morning of Christmas Eve."""
    year = day.year
    return {
        f"{year}-12-24": [["09:00", "12:00"]],
        f"{year}-12-25": [],
        f"{year}-12-26": [],
        f"{year + 1}-01-01": [],
    }

"""The people and the organizations, created as anyone is: by the services of accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from accounts import services
from accounts.enums import Role
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
) -> User:
    """One person with a verified address and a home."""
    user = services.create_person(
        email=email,
        password=password,
        id=new_id(random),
        pseudonym=new_id(random),
        display_name=name,
        timezone=town.timezone,
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
            accepts=list(Category.objects.filter(slug__in=institution.accepts)),
        )
    return Actor(owner, door, organization=organization)


def employ(actor: Actor, person: User, role: Role) -> None:
    """Let someone work for an organization that `actor` owns."""
    if actor.organization is not None:
        services.add_member(
            organization=actor.organization, by=actor.user, email=person.email, role=role
        )

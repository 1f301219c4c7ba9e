"""Nothing private is in any feed, nor in what pages say for programs: secrets are planted wherever
people can put them, and looked for in every byte."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Block
from core import clock
from core.geo import cells
from listings import services as listings
from posts.services.hiding import set_hidden
from tests.factories import make_listing, make_organization, make_request, make_user
from tests.partners.feeds import EVERY_FEED, read

pytestmark = pytest.mark.django_db
CANARY = "zqsecret"
# More than 300 m from the middles of their cells, whatever the precision.
HOME, DOOR = (45.764321, 4.835123), (45.773456, 4.853456)
DECIMAL = re.compile(r"-?\d{1,3}\.\d{3,}")
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def town() -> dict[str, Any]:
    """A person and an organization that show nothing, with secrets wherever one can be told."""
    person = make_user(
        email=f"{CANARY}@example.org",
        display_name=f"{CANARY} Person",
        bio=f"{CANARY} bio",
        home=HOME,
    )
    garden = make_organization(
        by=person, name="Garden", kind="garden", place=DOOR, address=f"{CANARY} Lane 7"
    )
    shown = make_listing(by=person, pickup_note=f"{CANARY} behind the shed", title="Tomatoes")
    hidden = make_listing(by=person, title=f"{CANARY} hidden")
    set_hidden(hidden, hidden=True, by=make_user(is_staff=True))
    gone = make_listing(by=person, title=f"{CANARY} withdrawn")
    listings.withdraw(listing=gone, by=person)
    blocked = make_listing(title="Blocked one's", pickup_note=f"{CANARY} note")
    Block.objects.create(blocker=person, blocked=blocked.owner)
    stale = make_organization(name=f"{CANARY} stale")
    stale.change(last_verified=clock.now().replace(year=clock.now().year - 2))
    banned = make_organization(name=f"{CANARY} banned")
    make_listing(by=banned.members.get(), organization=banned)
    banned.change(hidden_at=clock.now())
    return {
        "garden": garden,
        "listing": shown,
        "of_garden": make_listing(by=person, organization=garden, food="bread", unit="loaf"),
        "needed": make_request(by=person, organization=garden, food="carrot"),
        "household": make_request(by=person, note=f"{CANARY} please"),
    }


def secrets_in(text: str, town: dict[str, Any]) -> set[str]:
    """Words, ids of persons and of what is not public, and decimals that are a home's."""
    person = town["listing"].owner
    words = [CANARY, str(person.pk), str(person.pseudonym), str(town["household"].pk)]
    exact = [degrees for place in (HOME, DOOR) for degrees in place]
    return {word for word in words if word in text} | {
        found
        for found in DECIMAL.findall(text)
        if any(abs(float(found) - degrees) < 0.0005 for degrees in exact)
    }


@pytest.mark.parametrize("name", EVERY_FEED)
@pytest.mark.parametrize("query", ["bbox=4.7,45.7,4.9,45.8", "cell=u05k"])
def test_no_feed_holds_a_secret(town: dict[str, Any], name: str, query: str) -> None:
    text = read(name, query).content.decode()
    assert len(text) > 300
    assert secrets_in(text, town) == set()


def test_no_linked_data_holds_a_secret(town: dict[str, Any]) -> None:
    for thing in ("listing", "of_garden", "needed", "garden"):
        page = Client().get(town[thing].get_absolute_url()).content.decode()
        (linked,) = LINKED.findall(page)
        assert secrets_in(linked, town) == set()


def test_what_is_looked_for_is_found_where_it_may_be(town: dict[str, Any]) -> None:
    """The search is not blind: the owner reads all of it."""
    client = Client()
    client.force_login(town["listing"].owner)
    page = client.get(town["listing"].get_absolute_url()).content.decode()
    assert CANARY in secrets_in(page, town)
    assert secrets_in("<at>4.835123</at>", town) == {"4.835123"}


def test_homes_are_not_in_the_middle_or_at_the_edge_of_their_cells(town: dict[str, Any]) -> None:
    """Else what everybody may read could not be told from them."""
    for lat, lon in (HOME, DOOR):
        for precision in (4, 5, 6):
            box = cells.bounds(cells.encode(lat, lon, precision))
            told = [box.south, box.north, box.centre.lat, box.west, box.east, box.centre.lon]
            assert min(abs(at - lat) for at in told[:3]) > 0.0006
            assert min(abs(at - lon) for at in told[3:]) > 0.0006

import math
import random
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from commitments import services as commitments
from core import clock
from core.errors import Invalid
from core.geo import cells
from core.geo.cells import Point
from listings import services as listings
from nearby.enums import Kind
from nearby.feed.filters import Filters
from tests.factories import (
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)
from tests.nearby.feed_reads import HERE, all_ids, ids, look

pytestmark = pytest.mark.django_db


def test_nearest_comes_first_whatever_its_kind(giver: User, taker: User) -> None:
    far = make_listing(by=giver, place=(45.80, 4.84))
    near = make_listing(by=giver, place=(45.765, 4.836))
    between = make_request(by=giver, place=(45.78, 4.84))
    assert ids(look(viewer=taker)) == [near.pk, between.pk, far.pk]


def test_distance_is_from_the_centre_of_the_public_cell(giver: User) -> None:
    listing = make_listing(by=giver, place=(45.80, 4.84))
    [row] = (page := look()).rows
    expected = cells.distance_km(HERE, cells.centre(listing.cell))
    assert page.distance_km(row) == round(expected, 1)


def test_two_homes_of_one_cell_give_the_same_distance_and_page(taker: User) -> None:
    cell = cells.encode(45.80, 4.84, 6)
    box = cells.bounds(cell)
    corner = make_listing(place=(box.south + 1e-5, box.west + 1e-5))
    before = look(viewer=taker).rows[0]
    other = make_listing(place=(box.north - 1e-5, box.east - 1e-5))
    after = {row.id: row for row in look(viewer=taker).rows}
    told = {"id", "owner_id", "created_at", "updated_at", "starts", "ends"}
    same = {name: value for name, value in before._asdict().items() if name not in told}
    assert corner.pk == before.id
    assert {name: getattr(after[other.pk], name) for name in same} == same


def test_pages_neither_skip_nor_repeat_where_many_stand_at_one_centre(taker: User) -> None:
    neighbours = [make_user(home=(45.77, 4.84)) for _ in range(3)]
    posts = {make_listing(by=neighbour).pk for neighbour in neighbours for _ in range(4)}
    posts |= {make_request(by=neighbour).pk for neighbour in neighbours for _ in range(2)}
    found = all_ids(lambda cursor: look(viewer=taker, limit=5, cursor=cursor))
    assert (len(found), set(found)) == (18, posts)


@pytest.mark.parametrize(
    "here",
    [Point(45.76, 4.84), Point(-16.8, 179.995), Point(-16.8, -179.995), Point(0, 0), Point(65, 25)],
    ids=str,
)
def test_pages_are_what_measuring_everything_gives(here: Point, taker: User) -> None:
    chance = random.Random(7)
    spread = 0.12
    posts = []
    for number in range(40):
        lat = here.lat + chance.uniform(-spread, spread)
        lon = (here.lon + chance.uniform(-spread, spread) + 180) % 360 - 180
        make = make_listing if number % 2 else make_request
        posts.append(make(by=taker, place=(lat, lon)))
    within = [p for p in posts if cells.distance_km(here, cells.centre(p.cell)) <= 8]
    expected = sorted(within, key=lambda post: (map_metres(here, post.location), post.pk))
    found = all_ids(lambda cursor: look(here, viewer=taker, radius_km=8, limit=4, cursor=cursor))
    assert found == [post.pk for post in expected]
    assert 5 < len(found) < 40


def map_metres(here: Point, there: tuple[float, float]) -> float:
    x, y = cells.mercator(here)
    turns = (-cells.WORLD_WIDTH_M, 0.0, cells.WORLD_WIDTH_M)
    # As the database does, to the last bit: its points' distance is the hypotenuse.
    return min(math.hypot(there[0] - (x + turn), there[1] - y) for turn in turns)


def test_at_a_pole_every_longitude_is_near(taker: User) -> None:
    posts = {make_listing(by=taker, place=(89.9, lon)).pk for lon in (-170, -60, 0, 90, 179)}
    make_listing(by=taker, place=(88.0, 0))
    found = all_ids(lambda cursor: look(Point(89.95, 100), radius_km=30, limit=2, cursor=cursor))
    assert (len(found), set(found)) == (5, posts)


def test_across_the_antimeridian_next_door_is_near(taker: User) -> None:
    east = make_listing(by=taker, place=(-16.8, -179.99))
    west = make_listing(by=taker, place=(-16.8, 179.98))
    page = look(Point(-16.8, 179.999))
    assert ids(page) == [east.pk, west.pk]
    assert [page.distance_km(row) for row in page.rows] == [0.7, 1.7]


def test_empty_countryside_says_how_far_it_looked() -> None:
    page = look(Point(64.8, -18.5), radius_km=25)
    assert (page.rows, page.following) == ([], None)
    assert (page.search.radius_km, page.search.precision) == (25, 4)
    assert page.search.widened
    assert cells.encode(64.8, -18.5, 4) in page.search.cells


def test_search_says_how_far_a_full_page_took(giver: User) -> None:
    make_listing(by=giver, place=(45.765, 4.836))
    make_listing(by=giver, place=(45.80, 4.84))
    first = look(limit=1).search
    assert (first.precision, first.widened, len(first.cells)) == (6, False, 9)
    assert first.radius_km <= 0.6
    assert look(limit=2).search.radius_km == 10


def test_radius_is_the_limit(giver: User) -> None:
    make_listing(by=giver, place=(45.80, 4.84))
    assert len(look(radius_km=5).rows) == 1
    assert look(radius_km=3).rows == []


def test_visitors_see_what_organizations_need_and_no_household(giver: User, taker: User) -> None:
    pantry = make_organization(by=giver)
    theirs = make_request(by=giver, organization=pantry)
    household = make_request(by=giver)
    assert ids(look()) == [theirs.pk]
    assert set(ids(look(viewer=taker))) == {theirs.pk, household.pk}


def test_only_what_is_open_and_fit_to_eat(giver: User, taker: User) -> None:
    noon = clock.now().replace(hour=12, minute=0)
    with clock.at(noon):
        open_one = make_listing(by=giver)
        listings.withdraw(listing=make_listing(by=giver), by=giver)
        held = make_listing(by=giver, quantity="1")
        proposal = make_commitment(by=taker, listing=held, quantity="1")
        make_listing(by=giver, use_by=noon.date(), available_until=noon + timedelta(days=3))
        assert len(look().rows) == 2
    with clock.at(noon + timedelta(hours=23)):
        assert ids(look()) == [open_one.pk]
    with clock.at(noon + timedelta(hours=1)):
        commitments.decline(commitment=proposal, by=giver)
    with clock.at(noon + timedelta(hours=23)):
        assert set(ids(look())) == {open_one.pk, held.pk}
    with clock.at(noon + timedelta(days=2)):
        assert ids(look()) == []


def test_partly_promised_is_still_offered_with_what_remains(giver: User, taker: User) -> None:
    listing = make_listing(by=giver, quantity="5")
    make_commitment(by=taker, listing=listing, quantity="2")
    [row] = look().rows
    assert (row.quantity, row.remaining) == (Decimal(5), Decimal(3))


def test_kind_shows_one_of_the_two(giver: User, taker: User) -> None:
    listing, request = make_listing(by=giver), make_request(by=giver)
    assert ids(look(viewer=taker, filters=Filters(kind=Kind.LISTING))) == [listing.pk]
    assert ids(look(viewer=taker, filters=Filters(kind=Kind.REQUEST))) == [request.pk]


@pytest.mark.parametrize("cursor", ["x", "WzFd", "bnVsbA", "WyJhIiwgImIiXQ", "e30"])
def test_a_cursor_of_something_else_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        look(cursor=cursor)
    assert list(refused.value.details) == ["cursor"]

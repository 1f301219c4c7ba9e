from datetime import timedelta

import pytest

from accounts.models import User
from core import clock
from core.errors import Invalid
from core.geo import cells
from tests.factories import make_listing, make_organization, make_request
from tests.nearby.feed_reads import HERE, all_ids, ids, look_in

pytestmark = pytest.mark.django_db
CELL = cells.encode(HERE.lat, HERE.lon, 6)


def beside(steps: int, precision: int = 6) -> tuple[float, float]:
    """The middle of the cell that many cells to the east."""
    box = cells.bounds(CELL[:precision])
    middle = cells.centre(CELL)
    return middle.lat, middle.lon + steps * (box.east - box.west)


def test_newest_comes_first_whatever_its_kind(giver: User, taker: User) -> None:
    start = clock.now() - timedelta(hours=3)
    with clock.at(start):
        first = make_listing(by=giver)
    with clock.at(start + timedelta(hours=1)):
        second = make_request(by=giver)
    with clock.at(start + timedelta(hours=2)):
        third = make_listing(by=giver, place=beside(1))
    assert ids(look_in(CELL, viewer=taker)) == [third.pk, second.pk, first.pk]


def test_enough_in_the_cell_and_its_neighbours_stays_there(giver: User) -> None:
    near = [make_listing(by=giver), make_listing(by=giver, place=beside(-1))]
    make_listing(by=giver, place=beside(2))
    page = look_in(CELL, limit=2)
    assert set(ids(page)) == {post.pk for post in near}
    assert (page.search.precision, page.search.widened) == (6, False)
    assert page.search.cells == cells.around(CELL)
    assert page.search.radius_km == 0.9


def test_too_little_widens_by_whole_precisions(giver: User) -> None:
    near, next_door = make_listing(by=giver), make_listing(by=giver, place=beside(3))
    page = look_in(CELL, limit=2)
    assert set(ids(page)) == {near.pk, next_door.pk}
    assert (page.search.precision, page.search.widened) == (5, True)
    assert page.search.cells == cells.around(CELL[:5])


def test_widening_stops_at_the_limit(giver: User) -> None:
    make_listing(by=giver)
    far = make_listing(by=giver, place=beside(1, 4))
    near_limit = look_in(CELL, radius_km=1)
    assert (near_limit.search.precision, len(near_limit.rows)) == (5, 1)
    assert near_limit.search.radius_km == 1
    wide = look_in(CELL, radius_km=50)
    assert (wide.search.precision, far.pk in ids(wide)) == (4, True)
    assert look_in(CELL, radius_km=20).search.radius_km == pytest.approx(20, abs=3)


def test_what_the_widened_cells_hold_beyond_the_limit_is_left_out(giver: User) -> None:
    far = make_listing(by=giver, place=beside(1, 4))
    assert ids(look_in(CELL, radius_km=26)) == []
    assert ids(look_in(CELL, radius_km=28)) == [far.pk]


def test_all_of_the_cell_asked_for_counts(giver: User) -> None:
    box = cells.bounds(CELL[:4])
    corner = make_listing(by=giver, place=(box.south + 0.001, box.west + 0.001))
    assert ids(look_in(CELL[:4], radius_km=1)) == [corner.pk]


def test_empty_countryside_says_how_far_it_looked() -> None:
    page = look_in(cells.encode(64.8, -18.5, 6), radius_km=15)
    assert (page.rows, page.following) == ([], None)
    assert (page.search.precision, page.search.radius_km, page.search.widened) == (4, 15, True)


@pytest.mark.parametrize("precision", [6, 5, 4])
def test_neighbours_reach_across_the_antimeridian(precision: int, giver: User) -> None:
    east = make_listing(by=giver, place=(-16.8, -179.999))
    west = make_listing(by=giver, place=(-16.8, 179.999))
    page = look_in(cells.encode(-16.8, 179.999, precision), limit=2, radius_km=50)
    assert set(ids(page)) == {east.pk, west.pk}
    assert page.search.precision == precision


def test_at_a_pole_the_neighbours_are_those_there_are(giver: User) -> None:
    near = make_listing(by=giver, place=(89.99, 10.0))
    cell = cells.encode(89.999, 10.0, 6)
    page = look_in(cell, radius_km=3)
    assert ids(page) == [near.pk]
    assert len(cells.neighbours(cell)) == 5


def test_pages_neither_skip_nor_repeat_of_one_moment(giver: User, taker: User) -> None:
    with clock.at(clock.now()):
        posts = {make_listing(by=giver, place=beside(n % 2)).pk for n in range(7)}
        posts |= {make_request(by=giver).pk for _ in range(4)}
    found = all_ids(lambda cursor: look_in(CELL, viewer=taker, limit=3, cursor=cursor))
    assert (len(found), set(found)) == (11, posts)


def test_pages_stay_as_wide_as_the_first(giver: User) -> None:
    make_listing(by=giver)
    wide = [make_listing(by=giver, place=beside(3)) for _ in range(2)]
    first = look_in(CELL, limit=2)
    assert first.search.precision == 5
    second = look_in(CELL, limit=2, cursor=first.following)
    assert (second.search.precision, second.following) == (5, None)
    assert {*ids(first), *ids(second)} >= {post.pk for post in wide}


def test_distance_is_from_the_middle_of_the_cell_asked_for(giver: User) -> None:
    make_listing(by=giver)
    [row] = (page := look_in(CELL)).rows
    assert page.distance_km(row) == 0


def test_visitors_see_what_organizations_need_and_no_household(giver: User, taker: User) -> None:
    theirs = make_request(by=giver, organization=make_organization(by=giver))
    household = make_request(by=giver)
    assert ids(look_in(CELL)) == [theirs.pk]
    assert set(ids(look_in(CELL, viewer=taker))) == {theirs.pk, household.pk}


@pytest.mark.parametrize(
    "cursor", ["x", "WzFd", "bnVsbA", "WyJhIiwgImIiXQ", "WzksICIyMDI2LTAxLTAxIiwgIngiXQ"]
)
def test_a_cursor_of_something_else_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        look_in(CELL, cursor=cursor)
    assert list(refused.value.details) == ["cursor"]

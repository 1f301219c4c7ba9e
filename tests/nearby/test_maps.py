"""The map as the server draws it: areas by their names, and nothing finer."""

import re

import pytest
from django.test import Client

from accounts.models import User
from core.geo import cells
from core.geo.tiles import tile_source
from nearby.enums import Kind
from nearby.feed.density import Counts
from nearby.maps import FEWEST, MOST, Frame, draw
from tests.factories import make_listing, make_request
from tests.nearby.feed_reads import HERE

HOME = cells.encode(HERE.lat, HERE.lon, 6)
FINE = re.compile(r"(?<![\d:.])-?\d{1,3}\.\d{4,}")


def stepped(cell: str, east: int, north: int) -> str:
    """The cell so many cells away."""
    box = cells.bounds(cell)
    middle = box.centre
    lat = middle.lat + north * (box.north - box.south)
    return cells.encode(lat, middle.lon + east * (box.east - box.west), len(cell))


def test_frame_holds_what_is_seen_and_one_cell_more() -> None:
    frame = Frame(HOME, [stepped(HOME, 4, 0), stepped(HOME, 0, -2)])
    assert (frame.west <= -1, frame.east >= 5, frame.south <= -3, frame.north >= 1) == (True,) * 4
    assert frame.columns >= FEWEST
    assert 1.2 < frame.height / frame.width < 1.45


def test_frame_ends_where_the_map_would_say_nothing_any_more() -> None:
    frame = Frame(HOME, [stepped(HOME, 500, 0)])
    assert frame.east == MOST + 1


def test_areas_say_how_much_is_in_them_and_where_they_lie() -> None:
    there, large = stepped(HOME, 2, 1), HOME[:5]
    counts = Counts({(there, Kind.LISTING): 2, (there, Kind.REQUEST): 3, (large, Kind.LISTING): 1})
    drawn = draw(HOME, counts, url_of=lambda cell: f"?cell={cell}", name_of=lambda cell: cell)
    seen = {cell.cell: cell for cell in drawn.cells if cell.url}
    assert (seen[there].count, seen[there].text, seen[there].tone) == (5, "5", "tomato")
    assert seen[there].label == f"{there}: 2 offers, 3 requests"
    assert (seen[large].count, seen[large].text, seen[large].level) == (1, "", "0")
    assert [cell.cell for cell in drawn.cells if cell.current] == [HOME]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/?view=map", "/insights/"])
def test_pages_with_a_map_name_cells_and_no_point(
    client: Client, taker: User, giver: User, path: str
) -> None:
    client.force_login(taker)
    make_listing(by=giver, place=(45.771234, 4.841234))
    make_request(by=giver, place=(45.761357, 4.831357))
    html = client.get(path).content.decode()
    assert FINE.findall(html) == []
    assert [name for name in re.findall(r'data-cell="(\w+)"', html) if len(name) > 6] == []


def test_a_fine_number_would_be_found() -> None:
    assert FINE.findall('data-at="45.771234,-4.8412" 10:00:00.123456') == ["45.771234", "-4.8412"]


@pytest.mark.django_db
def test_cards_name_the_area_that_the_map_shows(client: Client, taker: User, giver: User) -> None:
    client.force_login(taker)
    make_listing(by=giver, place=(45.771, 4.841))
    html = client.get("/").content.decode()
    area = cells.encode(45.771, 4.841, 6)
    assert html.count(f'<li data-cell="{area}">') == 1
    assert re.findall(rf'<rect [^>]*data-cell="{area}" data-count="(\d)"', html) == ["1"]


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("", ""),
        ("https://t.example/{z}/{x}/{y}.png", "https://t.example/"),
        ("https://{s}.t.example/map/{z}/{x}/{y}.png", "https://*.t.example/map/"),
        ("https://t.example/map/a-{z}-{x}-{y}.png?key=1", "https://t.example/map/"),
    ],
)
def test_pictures_of_a_map_come_from_one_folder(url: str, source: str) -> None:
    assert tile_source(url) == source

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.enums import Role
from accounts.models import User
from catalog.models import Category
from core.geo import cells
from nearby.checks import default_place_is_a_place
from tests.factories import make_listing, make_organization, make_request, make_user
from tests.nearby.feed_reads import HERE

pytestmark = pytest.mark.django_db
CELL = cells.encode(HERE.lat, HERE.lon, 6)
HTMX = {"HX-Request": "true"}


def page(client: Client, **asked: Any) -> str:
    response = client.get("/", asked)
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'class="card__link"[^>]*>([^<]+)</a>', html)


@pytest.fixture
def at_home(client: Client, taker: User) -> Client:
    client.force_login(taker)
    return client


def test_a_visitor_from_nowhere_is_welcomed_and_asked_where(client: Client) -> None:
    html = page(client)
    assert "Someone near you is hungry for them" in html
    assert 'name="town"' in html
    assert "card__link" not in html


def test_the_usual_place_is_where_a_visitor_looks_from(
    client: Client, settings: Settings, giver: User
) -> None:
    settings.DEFAULT_PLACE = f"{HERE.lat},{HERE.lon}"
    make_listing(by=giver, title="Plums of the street")
    html = page(client)
    assert titles(html) == ["Plums of the street"]
    assert "Around Lyon" in html


@pytest.mark.parametrize("wrong", ["51", "91,0", "x,y", "0,181", "1,2,3"])
def test_a_usual_place_that_is_none_stops_the_start(settings: Settings, wrong: str) -> None:
    settings.DEFAULT_PLACE = wrong
    assert [error.id for error in default_place_is_a_place(None)] == ["nearby.E001"]


def test_no_usual_place_is_fine(settings: Settings) -> None:
    settings.DEFAULT_PLACE = ""
    assert default_place_is_a_place(None) == []


def test_at_home_nearest_comes_first(at_home: Client, giver: User) -> None:
    make_listing(by=giver, title="Farther", place=(45.80, 4.84))
    make_request(by=giver, food="egg", unit="piece", place=(45.771, 4.841))
    html = page(at_home)
    assert titles(html) == ["Egg", "Farther"]
    assert "Around your home" in html
    assert "Within 5 km, nearest first" in html


def test_a_neighbour_is_never_named_on_a_card(at_home: Client, giver: User) -> None:
    make_listing(by=giver, place=(45.771, 4.841))
    html = page(at_home)
    assert giver.display_name not in html
    assert "A neighbour" in html


def test_ones_own_is_asked_for_and_says_so(at_home: Client, taker: User, giver: User) -> None:
    pantry = make_organization(by=taker)
    make_listing(by=taker, title="Mine")
    make_listing(by=taker, title="Ours", organization=pantry, food="bread", unit="loaf")
    assert titles(page(at_home)) == []
    assert "Show yours too" in page(at_home)

    make_listing(by=giver, title="Theirs", place=(45.771, 4.841))
    assert titles(page(at_home)) == ["Theirs"]
    assert "2 offers" not in page(at_home)  # of the map, at home
    own_too = page(at_home, own="1")
    assert sorted(titles(own_too)) == ["Mine", "Ours", "Theirs"]
    assert own_too.count("Yours<") == 2
    assert "2 offers" in own_too


def test_what_an_organization_posts_is_others_for_who_does_not_act_for_it(
    at_home: Client, taker: User, giver: User
) -> None:
    pantry = make_organization(by=giver)
    make_listing(by=giver, title="Theirs", organization=pantry)
    pantry.memberships.create(user=taker, role=Role.MEMBER)
    assert titles(page(at_home)) == ["Theirs"]
    pantry.memberships.filter(user=taker).update(role=Role.COORDINATOR)
    assert titles(page(at_home)) == []


def test_visitors_see_no_household_in_need(client: Client, giver: User) -> None:
    make_request(by=giver)
    make_request(by=giver, food="egg", unit="piece", organization=make_organization(by=giver))
    assert titles(page(client, cell=CELL)) == ["Egg"]


def test_filters_by_chips_and_words(at_home: Client, giver: User) -> None:
    make_listing(by=giver, food="tomato", diets=["vegan"])
    make_listing(by=giver, food="egg", unit="piece")
    make_request(by=giver, food="milk", unit="l")
    assert titles(page(at_home, kind="request")) == ["Fresh milk"]
    assert titles(page(at_home, category="vegetables")) == ["Tomato"]
    assert titles(page(at_home, diet="vegan")) == ["Tomato"]
    assert titles(page(at_home, q="huevos")) == ["Egg"]


def test_what_makes_no_sense_counts_as_not_said(at_home: Client, giver: User) -> None:
    make_listing(by=giver)
    html = page(
        at_home,
        kind="x",
        category="x",
        diet="x",
        within="x",
        cell="uoai",
        cursor="x",
        view="x",
        q="\0 ",
    )
    assert titles(html) == ["Tomato"]


def test_how_many_came_is_said(at_home: Client, giver: User) -> None:
    assert "<strong>No results</strong>" in page(at_home)
    make_listing(by=giver, place=(45.771, 4.841))
    assert "<strong>1 result</strong>" in page(at_home)
    for _ in range(25):
        make_listing(by=giver, place=(45.771, 4.841))
    html = page(at_home)
    assert 'data-said="24+ results. Within 5 km, nearest first"' in html
    [address] = re.findall(r'hx-get="(\?cursor=[^"]+)"', html)
    rest = at_home.get("/" + address, headers=HTMX).content.decode()
    assert 'data-said="2 more results. Within 5 km, nearest first" data-came' in rest


def test_filters_in_use_are_told_and_taken_away_one_by_one(at_home: Client, giver: User) -> None:
    asked = {"kind": "listing", "category": "fruit", "diet": ["vegan", "halal"], "within": "10"}
    html = page(at_home, **asked)
    taken_away = re.findall(r'class="chip" href="([^"]+)"', html)
    assert [address.replace("&amp;", "&") for address in taken_away] == [
        "?kind=listing&diet=vegan&diet=halal&within=10",
        "?kind=listing&category=fruit&diet=halal&within=10",
        "?kind=listing&category=fruit&diet=vegan&within=10",
        "?kind=listing&category=fruit&diet=vegan&diet=halal",
    ]
    assert '<span class="count">4</span>' in html
    assert 'href="?kind=listing">Clear all</a>' in html
    assert 'class="count">' not in page(at_home, kind="listing").partition("<main")[2]


def test_a_part_of_the_page_brings_what_else_it_changes(at_home: Client, giver: User) -> None:
    html = at_home.get("/", {"cell": CELL, "diet": "vegan"}, headers=HTMX).content.decode()
    assert re.findall(r'id="([\w-]+)" hx-swap-oob="true"', html) == [
        "standpoint",
        "filter-count",
        "filter-choices",
    ]
    assert "Around Lyon" in html
    assert "hx-swap-oob" not in page(at_home, cell=CELL)


def test_nothing_around_says_what_to_do(at_home: Client) -> None:
    html = page(at_home)
    assert "Nothing around here yet" in html
    assert 'href="/listings/new/"' in html
    assert 'href="?within=10"' in html
    filtered = page(at_home, kind="listing")
    assert "Nothing like this around here" in filtered
    assert 'href="?"' in filtered
    assert "Look within" not in page(at_home, within=50)


def test_looking_further_finds_more(at_home: Client, giver: User) -> None:
    make_listing(by=giver, place=(45.83, 4.84))
    assert titles(page(at_home)) == []
    assert titles(page(at_home, within=10)) == ["Tomato"]


def test_more_appends_without_the_rest_of_the_page(at_home: Client, giver: User) -> None:
    for _ in range(26):
        make_listing(by=giver, place=(45.771, 4.841))
    html = page(at_home)
    assert len(titles(html)) == 24
    [address] = re.findall(r'hx-get="(\?cursor=[^"]+)"', html)
    rest = at_home.get("/" + address, headers=HTMX).content.decode()
    assert len(titles(rest)) == 2
    assert "<html" not in rest
    assert "area-map" not in rest
    whole = at_home.get("/" + address).content.decode()
    assert len(titles(whole)) == 2
    assert "<html" in whole


def test_a_filter_by_htmx_answers_the_feed_and_its_clean_address(
    at_home: Client, giver: User
) -> None:
    make_listing(by=giver)
    response = at_home.get("/", {"q": "", "kind": "listing", "category": ""}, headers=HTMX)
    assert response["HX-Push-Url"] == "/?kind=listing"
    html = response.content.decode()
    assert titles(html) == ["Tomato"]
    assert "<html" not in html
    assert "area-map" in html


def test_the_map_counts_by_area(at_home: Client, taker: User, giver: User) -> None:
    for _ in range(2):
        make_listing(by=giver, place=(45.771, 4.841))
    make_request(by=giver, place=(45.771, 4.841))
    there = cells.encode(45.80, 4.84, 6)
    make_request(by=giver, place=(45.80, 4.84))
    html = page(at_home)
    assert "2 offers, 1 request" in html
    assert f"cell={there}" in html
    assert "You look from here" in html


def test_a_place_is_chosen_for_the_visit_and_home_found_again(
    at_home: Client, giver: User, taker: User
) -> None:
    make_listing(by=giver, place=(48.85, 2.35))
    response = at_home.post("/place/", {"latitude": "48.8566", "longitude": "2.3522"})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert at_home.session["near"] == cells.encode(48.8566, 2.3522, 6)
    html = page(at_home)
    assert "Around Paris" in html
    assert titles(html) == ["Tomato"]
    at_home.post("/place/home")
    assert "Around your home" in page(at_home)


def test_a_town_by_its_name_is_enough(client: Client) -> None:
    response = client.post("/place/", {"town": "Lyon, FR"})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert "Around Lyon" in page(client)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"town": "Xyzzyville"}, "No town by this name"),
        ({"town": ""}, "Say a town"),
        ({"latitude": "91", "longitude": "0"}, "less than or equal to 90"),
    ],
)
def test_a_place_that_is_none_is_asked_again(
    client: Client, typed: dict[str, str], said: str
) -> None:
    response = client.post("/place/", typed)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_looking_from_home_is_offered_to_those_who_have_one(
    client: Client, at_home: Client
) -> None:
    assert "Look from home" in at_home.get("/place/").content.decode()
    assert "Look from home" not in Client().get("/place/").content.decode()
    assert Client().get("/place/home").status_code == 405


def test_queries_are_as_many_whatever_is_found(at_home: Client, giver: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(at_home)
        return len(seen)

    make_listing(by=giver, organization=make_organization(by=giver))
    make_request(by=giver)
    few = queries()
    dairy = Category.objects.get(slug="eggs-dairy")
    for _ in range(3):
        make_listing(by=make_user(), food="egg", unit="piece")
        make_request(by=make_user(), food=None, category=dairy)
        make_listing(by=giver, organization=make_organization(by=giver))
    assert queries() == few


def test_the_page_is_light(at_home: Client, giver: User) -> None:
    for number in range(26):
        make_listing(by=giver, place=(45.75 + number / 500, 4.84))
    assert len(page(at_home)) < 60_000

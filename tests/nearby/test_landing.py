"""The front door: who sees it, and what it says of a town."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from core.geo import cells
from tests.factories import make_listing, make_request
from tests.insights.events import P5, PEOPLE, absorb, request, utc_today
from tests.nearby.feed_reads import HERE
from tests.nearby.test_home import CELL, page, titles

pytestmark = pytest.mark.django_db
DOOR = "Someone near you is hungry for them"


@pytest.fixture
def town(settings: Settings) -> None:
    settings.DEFAULT_PLACE = f"{HERE.lat},{HERE.lon}"


@pytest.mark.usefixtures("town")
def test_a_visitor_sees_the_town_at_work(client: Client, giver: User) -> None:
    make_listing(by=giver, title="Plums of the street")
    make_request(by=giver, food="egg", unit="piece")
    html = page(client)
    assert (DOOR in html, titles(html)) == (True, ["Plums of the street"])
    assert '<a href="?cell=' in html
    assert "offers around now" in html
    assert giver.display_name not in html


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("asked", [{"view": "list"}, {"cell": CELL}, {"q": "plum"}])
def test_who_asks_for_something_sees_the_list(client: Client, asked: dict[str, str]) -> None:
    assert DOOR not in page(client, **asked)


@pytest.mark.usefixtures("town")
def test_who_has_chosen_a_place_or_signed_in_sees_the_list(client: Client, taker: User) -> None:
    client.post("/place/", {"town": "Grenoble, FR"})
    assert "Around Grenoble" in page(client)
    signed_in = Client()
    signed_in.force_login(taker)
    assert "Around your home" in page(signed_in)


@pytest.mark.usefixtures("town")
def test_an_empty_town_says_who_begins(client: Client) -> None:
    html = page(client)
    assert "Somebody has to begin" in html
    assert "offers around now" not in html


@pytest.mark.parametrize(("people", "shown"), [(4, False), (6, True)])
def test_figures_rest_on_enough_people_and_lead_to_their_meaning(
    client: Client, settings: Settings, people: int, shown: bool
) -> None:
    middle = cells.centre(P5)
    settings.DEFAULT_PLACE = f"{middle.lat},{middle.lon}"
    absorb(*[request(utc_today(), grams=5_000, by=person) for person in PEOPLE[:people]])
    html = page(client)
    assert ("in 30 days" in html) is shown
    assert ('href="/insights/definitions/#handed-over"' in html) is shown


@pytest.mark.usefixtures("town")
def test_as_many_queries_for_one_card_as_for_three(client: Client, giver: User) -> None:
    counts = []
    for food in ("tomato", "courgette", "carrot"):
        make_listing(by=giver, food=food)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert len(set(counts)) == 1

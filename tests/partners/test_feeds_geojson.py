"""GeoJSON: as RFC 7946 has it, in areas, and found where one looks."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.geo import cells
from listings import services as listings
from posts.services.hiding import set_hidden
from tests.factories import LYON, make_listing, make_organization, make_request, make_user
from tests.independent import geojson_features
from tests.partners.feeds import BBOX, CELL, GEOJSON, document, features, next_of, read

pytestmark = pytest.mark.django_db
TAVEUNI = (-16.85, 179.98)
BEYOND = (-16.85, -179.98)


@pytest.fixture
def town() -> dict[str, Any]:
    """A pantry whose door is public, a garden whose is not, and what they and a neighbour post."""
    pantry = make_organization(
        name="Quay Pantry", place=LYON, place_is_public=True, address="12 Quay"
    )
    by = pantry.members.get()
    garden = make_organization(name="Hill Garden", kind="garden", place=(45.77, 4.82))
    return {
        "pantry": pantry,
        "garden": garden,
        "listing": make_listing(title="Too many tomatoes"),
        "of_pantry": make_listing(by=by, organization=pantry, food="bread", unit="loaf"),
        "needed": make_request(by=by, organization=pantry, food="carrot"),
        "of_household": make_request(food="egg", unit="piece"),
    }


@pytest.mark.parametrize("name", GEOJSON)
@pytest.mark.parametrize("query", [f"bbox={BBOX}", f"cell={CELL}", "", "cell=s000"])
def test_each_is_geojson(town: dict[str, Any], name: str, query: str) -> None:
    answer = read(name, query)
    assert answer["Content-Type"] == "application/geo+json"
    told = geojson_features(answer.content)
    assert bool(told) == (query != "cell=s000")
    assert [feature["id"] for feature in told] == [f["id"] for f in answer.json()["features"]]


def test_a_listing_is_drawn_as_its_area(town: dict[str, Any]) -> None:
    found = {feature["id"]: feature for feature in features("listings.geojson")}
    assert found.keys() == {str(town["listing"].pk), str(town["of_pantry"].pk)}
    one = found[str(town["listing"].pk)]
    box = cells.bounds(town["listing"].cell)
    assert one["geometry"]["type"] == "Polygon"
    assert one["bbox"] == [round(e, 6) for e in (box.west, box.south, box.east, box.north)]
    told = one["properties"]
    assert (told["name"], told["food"], told["quantity"], told["unit"]) == (
        "Too many tomatoes",
        "tomato",
        "3",
        "kg",
    )
    assert told["organization"] is None
    assert told["url"] == f"http://localhost:8000/listings/{town['listing'].pk}/"
    assert told["centre"] == [round(box.centre.lon, 6), round(box.centre.lat, 6)]
    assert found[str(town["of_pantry"].pk)]["properties"]["organization"] == {
        "id": str(town["pantry"].pk),
        "name": "Quay Pantry",
    }


def test_only_what_organizations_need_is_in_it(town: dict[str, Any]) -> None:
    (one,) = features("requests.geojson")
    assert one["id"] == str(town["needed"].pk)
    assert one["properties"]["organization"]["name"] == "Quay Pantry"


def test_an_organization_is_a_point_only_where_it_shows_its_door(town: dict[str, Any]) -> None:
    drawn = {f["properties"]["name"]: f["geometry"] for f in features("organizations.geojson")}
    assert drawn["Quay Pantry"] == {"type": "Point", "coordinates": [LYON[1], LYON[0]]}
    assert drawn["Hill Garden"]["type"] == "Polygon"


def test_what_has_ended_is_hidden_or_elsewhere_is_not_in_it(town: dict[str, Any]) -> None:
    set_hidden(town["listing"], hidden=True, by=make_user(is_staff=True))
    by = make_user(home=(48.85, 2.35))
    make_listing(by=by)
    listings.withdraw(listing=make_listing(by=by, place=LYON), by=by)
    make_listing(by=by, place=LYON, available_until=clock.now() + timedelta(minutes=5))
    with clock.at(clock.now() + timedelta(minutes=6)):
        ids = [feature["id"] for feature in features("listings.geojson")]
    assert ids == [str(town["of_pantry"].pk)]


def test_stale_and_hidden_organizations_are_not_in_it(town: dict[str, Any]) -> None:
    town["garden"].change(last_verified=clock.now() - timedelta(days=366))
    assert [f["id"] for f in features("organizations.geojson")] == [str(town["pantry"].pk)]
    town["pantry"].change(hidden_at=clock.now())
    assert features("organizations.geojson") == []
    assert features("requests.geojson") == []  # nor by what it posts is its name told


@pytest.mark.parametrize("name", GEOJSON)
def test_pages_hold_everything_once(town: dict[str, Any], name: str) -> None:
    whole = [feature["id"] for feature in features(name)]
    found, address = [], f"{name}?bbox={BBOX}&limit=1"
    answer = read(*address.split("?"))
    while True:
        found += [feature["id"] for feature in answer.json()["features"]]
        url = next_of(answer)
        told = {link["rel"]: link["href"] for link in answer.json()["links"]}
        assert told.get("next", "") == url
        if not url:
            break
        assert url.startswith("http://localhost:8000/api/v1/feeds/")
        answer = Client().get(url.removeprefix("http://localhost:8000"))
    assert found == whole


def test_a_box_may_cross_the_antimeridian() -> None:
    for place in (TAVEUNI, BEYOND, (-16.85, 179.0)):
        make_listing(by=make_user(home=place))
    answer = read("listings.geojson", "bbox=179.9,-17,-179.9,-16")
    assert len(geojson_features(answer.content)) == 2
    found = answer.json()
    west, south, east, north = found["bbox"]
    assert 179.9 < west < 180
    assert -180 < east < -179.9
    assert south < TAVEUNI[0] < north
    assert len(features("listings.geojson", "bbox=178.5,-17,180,-16")) == 2
    assert len(features("listings.geojson", "bbox=-180,-17,-179,-16")) == 1


def test_a_box_at_a_pole_is_a_box() -> None:
    make_listing(by=make_user(home=(89.95, 10.0)))
    assert len(features("listings.geojson", "bbox=9,89,11,90")) == 1
    assert features("listings.geojson", "bbox=12,89,14,90") == []


def test_a_box_takes_what_has_its_middle_in_it(town: dict[str, Any]) -> None:
    middle = cells.centre(town["listing"].cell)
    south, north = middle.lat - 0.001, middle.lat + 0.001
    around = f"bbox={middle.lon - 0.001:.6f},{south:.6f},{middle.lon + 0.001:.6f},{north:.6f}"
    beside = f"bbox={middle.lon + 0.001:.6f},{south:.6f},{middle.lon + 0.003:.6f},{north:.6f}"
    assert str(town["listing"].pk) in {f["id"] for f in features("listings.geojson", around)}
    assert features("listings.geojson", beside) == []


def test_the_licence_is_said_where_one_is_set(town: dict[str, Any], settings: Any) -> None:
    assert "license" not in document("listings.geojson")
    settings.OPEN_DATA_LICENCE = "ODbL 1.0"
    settings.OPEN_DATA_LICENCE_URL = "https://opendatacommons.org/licenses/odbl/1-0/"
    assert document("listings.geojson")["license"] == settings.OPEN_DATA_LICENCE_URL

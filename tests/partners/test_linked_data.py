"""schema.org on public pages: parsed from the page itself."""

import json
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.linked_data import script_of
from tests.factories import LYON, make_listing, make_organization, make_request

pytestmark = pytest.mark.django_db
HOST = "http://localhost:8000"
WORST = "</script><script>alert(1)</script><!-- \u2028\u2029 & “bread”"


class Scripts(HTMLParser):
    """The text of each `application/ld+json` element, and every `link` of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        if tag == "link":
            self.links.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)


def scripts(path: str, client: Client | None = None) -> Scripts:
    page = (client or Client()).get(path)
    assert page.status_code == 200
    parser = Scripts()
    parser.feed(page.content.decode())
    return parser


def linked(thing: Any) -> dict[str, Any]:
    """The one thing that its page says for programs."""
    (text,) = scripts(thing.get_absolute_url()).found
    told: dict[str, Any] = json.loads(text)
    assert told["@context"] == "https://schema.org"
    assert told["@id"] == told["url"] == f"{HOST}{thing.get_absolute_url()}"
    return told


def test_a_listing_is_an_offer() -> None:
    listing = make_listing(title="Ripe tomatoes", quantity="2.5")
    told = linked(listing)
    assert (told["@type"], told["name"], told["price"]) == ("Offer", "Ripe tomatoes", "0")
    assert told["itemOffered"]["name"] == "Tomato"
    assert told["eligibleQuantity"]["value"] == "2.5"
    assert told["eligibleQuantity"]["unitText"] == "kg"
    assert told["availability"] == "https://schema.org/InStock"
    assert told["validThrough"].startswith(listing.available_until.strftime("%Y-%m-%dT%H:%M"))
    assert len(told["areaServed"]["geo"]["box"].split()) == 4
    assert "offeredBy" not in told


def test_an_organization_that_offers_is_named() -> None:
    pantry = make_organization(name="Quay Pantry", kind="school")
    told = linked(make_listing(by=pantry.members.get(), organization=pantry))
    assert told["offeredBy"] == {
        "@type": "School",
        "@id": f"{HOST}{pantry.get_absolute_url()}",
        "url": f"{HOST}{pantry.get_absolute_url()}",
        "name": "Quay Pantry",
    }


def test_a_request_of_an_organization_is_a_demand() -> None:
    pantry = make_organization(name="Quay Pantry")
    told = linked(make_request(by=pantry.members.get(), organization=pantry, food="carrot"))
    assert (told["@type"], told["itemOffered"]["name"]) == ("Demand", "Carrot")
    assert told["@reverse"]["seeks"]["name"] == "Quay Pantry"


def test_an_organization_tells_its_hours_and_its_public_door() -> None:
    day = (clock.today() + timedelta(days=9)).isoformat()
    told = linked(
        make_organization(
            name="Corner Shop",
            kind="shop",
            place=LYON,
            place_is_public=True,
            address="12 Quay",
            opening_hours={"mon": [["09:00", "12:00"]], "sat": [["20:00", "24:00"]]},
            special_days={"2020-01-01": [], day: []},
        )
    )
    assert (told["@type"], told["name"]) == ("Store", "Corner Shop")
    place = told["location"]
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": LYON[0], "longitude": LYON[1]}
    assert place["address"] == "12 Quay"
    hours = [
        (one.get("dayOfWeek", one.get("validFrom")), one["opens"], one["closes"])
        for one in place["openingHoursSpecification"]
    ]
    assert hours == [
        ("https://schema.org/Monday", "09:00", "12:00"),
        ("https://schema.org/Saturday", "20:00", "23:59"),
        (day, "00:00", "00:00"),
    ]


def test_an_organization_without_a_public_door_is_an_area() -> None:
    place = linked(make_organization(kind="garden", address="Gate 7"))["location"]
    assert place["geo"]["@type"] == "GeoShape"
    assert "address" not in place


def test_no_title_ends_the_element() -> None:
    assert linked(make_listing(title=WORST))["name"] == WORST
    text = script_of({"@type": "Offer", "name": WORST})
    assert text.count("<") == text.count(">") == 2
    assert "\u2028" not in text


def test_it_is_said_where_the_public_looks_alone() -> None:
    """Who has signed in may see more; what programs read is what strangers see."""
    listing = make_listing()
    client = Client()
    client.force_login(listing.owner)
    assert scripts(listing.get_absolute_url(), client).found == []
    household = make_request(by=listing.owner)
    assert Client().get(household.get_absolute_url()).status_code == 404


def test_the_page_near_you_leads_to_its_feeds() -> None:
    links = [link for link in scripts("/?cell=u05kq5").links if link.get("rel") == "alternate"]
    assert [(link["type"], link["href"]) for link in links] == [
        ("application/atom+xml", "/api/v1/feeds/area.atom?cell=u05kq"),
        ("application/feed+json", "/api/v1/feeds/area.json?cell=u05kq"),
        ("application/geo+json", "/api/v1/feeds/listings.geojson?cell=u05kq"),
    ]
    for link in links:
        assert Client().get(str(link["href"])).status_code == 200

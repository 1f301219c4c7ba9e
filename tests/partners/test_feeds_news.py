"""Atom and JSON Feed: what is new in an area, as RFC 4287, RFC 5005 and JSON Feed 1.1 have it."""

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from core import clock
from listings.models import Listing
from listings.services import update
from tests.factories import make_listing, make_organization, make_request
from tests.independent import atom
from tests.partners.feeds import CELL, document, next_of, read

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
GEORSS = "{http://www.georss.org/georss}"
QUERY = f"cell={CELL}"
HOST = "http://localhost:8000"
TAG = re.compile(r"tag:localhost,2026:(listing|request)/[0-9a-f-]{36}")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
WORST = "</title><script>alert(1)</script> & \u2028\x0b\x1f\ufffe“7 kg”"


@pytest.fixture
def news() -> list[Any]:
    """Newest first: a listing, a request of an organization, a listing of it."""
    pantry = make_organization(name="Quay & Pantry")
    by = pantry.members.get()
    make_request(food="egg", unit="piece")  # of a household: for those signed in
    oldest = make_listing(by=by, organization=pantry, food="bread", unit="loaf", title=WORST)
    needed = make_request(by=by, organization=pantry, food="carrot")
    return [make_listing(), needed, oldest]


def feed(query: str = QUERY, **headers: str) -> ElementTree.Element:
    answer = read("area.atom", query, **headers)
    assert answer.status_code == 200, answer.content
    return ElementTree.fromstring(answer.content)  # noqa: S314  # our own


def links_of(element: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def text(element: ElementTree.Element, name: str) -> str:
    """Of the one child of that name."""
    (child,) = element.findall(f"{ATOM}{name}")
    return child.text or ""


def test_atom_has_all_that_it_must_have(news: list[Any]) -> None:
    answer = read("area.atom", QUERY)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = feed()
    assert root.tag == f"{ATOM}feed"
    assert text(root, "id") == f"tag:localhost,2026:area/{CELL}"
    assert text(root, "title")
    assert links_of(root) == {
        "self": f"{HOST}/api/v1/feeds/area.atom?{QUERY}",
        "first": f"{HOST}/api/v1/feeds/area.atom?{QUERY}",
        "alternate": f"{HOST}/?{QUERY}",
    }
    entries = root.findall(f"{ATOM}entry")
    assert [text(entry, "id").rpartition("/")[2] for entry in entries] == [
        str(post.pk) for post in news
    ]
    for entry in entries:
        assert TAG.fullmatch(text(entry, "id"))
        assert text(entry, "title")
        assert text(entry, "summary")
        assert RFC3339.fullmatch(text(entry, "updated"))
        assert RFC3339.fullmatch(text(entry, "published"))
        assert len(entry.findtext(f"{GEORSS}box", "").split()) == 4
        assert links_of(entry)["alternate"].startswith(f"{HOST}/")
    assert text(root, "updated") == max(text(entry, "updated") for entry in entries)


def test_others_read_what_was_written(news: list[Any]) -> None:
    told = atom(read("area.atom", QUERY).content)
    assert [entry.id.rpartition("/")[2] for entry in told.entries] == [str(p.pk) for p in news]
    assert [entry.title for entry in told.entries] == [
        text(entry, "title") for entry in feed().findall(f"{ATOM}entry")
    ]
    assert "<script>alert(1)</script> & \u2028“7 kg”" in told.entries[2].title
    assert [entry.get("author") for entry in told.entries][1:] == ["Quay & Pantry"] * 2
    assert all(entry.published_parsed and entry.updated_parsed for entry in told.entries)
    assert all(entry.where["type"] == "Box" for entry in told.entries)


def test_an_author_is_an_organization_or_the_site(news: list[Any]) -> None:
    root = feed()
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "FoodCoord"
    authors = [e.findtext(f"{ATOM}author/{ATOM}name") for e in root.findall(f"{ATOM}entry")]
    assert authors == [None, "Quay & Pantry", "Quay & Pantry"]


def test_what_people_type_ends_no_element(news: list[Any]) -> None:
    answer = read("area.atom", QUERY).content.decode()
    assert "<script" not in answer
    title = text(feed().findall(f"{ATOM}entry")[2], "title")
    assert "</title><script>alert(1)</script> & \u2028“7 kg”" in title
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", answer)


def test_json_feed_has_all_that_it_must_have(news: list[Any]) -> None:
    answer = read("area.json", QUERY)
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    told = answer.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == f"{HOST}/api/v1/feeds/area.json?{QUERY}"
    assert told["home_page_url"] == f"{HOST}/?{QUERY}"
    assert told["language"] == "en"
    assert "next_url" not in told
    assert [item["id"].rpartition("/")[2] for item in told["items"]] == [str(p.pk) for p in news]
    for item in told["items"]:
        assert {type(item[name]) for name in ("id", "url", "title", "content_text")} == {str}
        assert RFC3339.fullmatch(item["date_published"])
        assert RFC3339.fullmatch(item["date_modified"])
        assert item.keys() - {"authors", "tags", "_foodcoord"} == {
            *("id", "url", "title", "content_text", "date_published", "date_modified"),
        }
    assert "authors" not in told["items"][0]
    assert told["items"][1]["authors"][0]["name"] == "Quay & Pantry"


def test_both_tell_the_same(news: list[Any]) -> None:
    entries = feed().findall(f"{ATOM}entry")
    items = document("area.json", QUERY)["items"]
    assert [text(e, "id") for e in entries] == [item["id"] for item in items]
    assert [text(e, "summary") for e in entries] == [item["content_text"] for item in items]


def test_pages_go_on_over_both_kinds(news: list[Any]) -> None:
    whole = [text(entry, "id") for entry in feed().findall(f"{ATOM}entry")]
    found, answer = [], read("area.atom", f"{QUERY}&limit=1")
    while True:
        root = ElementTree.fromstring(answer.content)  # noqa: S314  # our own
        found += [text(entry, "id") for entry in root.findall(f"{ATOM}entry")]
        assert links_of(root)["first"] == f"{HOST}/api/v1/feeds/area.atom?{QUERY}&limit=1"
        assert links_of(root).get("next", "") == next_of(answer)
        if not next_of(answer):
            break
        answer = Client().get(next_of(answer).removeprefix(HOST))
    assert found == whole


def test_json_feed_goes_on_at_its_next_url(news: list[Any]) -> None:
    first = document("area.json", f"{QUERY}&limit=2")
    second = Client().get(first["next_url"].removeprefix(HOST)).json()
    ids = [item["id"] for page in (first, second) for item in page["items"]]
    assert ids == [item["id"] for item in document("area.json", QUERY)["items"]]


def test_a_change_keeps_the_name_and_moves_the_time(news: list[Any]) -> None:
    before = feed().findall(f"{ATOM}entry")[0]
    listing: Listing = news[0]
    update(listing=listing, by=listing.owner, title="Ripe ones")
    after = feed().findall(f"{ATOM}entry")[0]
    assert text(after, "id") == text(before, "id")
    assert text(after, "published") == text(before, "published")
    assert datetime.fromisoformat(text(after, "updated")) > datetime.fromisoformat(
        text(before, "updated")
    )


def test_it_speaks_the_readers_language(news: list[Any]) -> None:
    spanish = feed(**{"Accept-Language": "es"})
    assert spanish.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "es"
    title = text(spanish.findall(f"{ATOM}entry")[0], "title")
    assert "Tomate" in title
    assert "Tomato" in text(feed().findall(f"{ATOM}entry")[0], "title")


def test_where_nothing_is_it_is_still_a_feed(db: None) -> None:
    root = feed("cell=s000")
    assert root.findall(f"{ATOM}entry") == []
    assert datetime.fromisoformat(text(root, "updated")) <= clock.now()
    assert document("area.json", "cell=s000")["items"] == []


def test_the_licence_is_said_where_one_is_set(news: list[Any], settings: Any) -> None:
    settings.OPEN_DATA_LICENCE, settings.OPEN_DATA_LICENCE_URL = "ODbL", "https://odbl.example/"
    root = feed()
    assert (text(root, "rights"), links_of(root)["license"]) == ("ODbL", "https://odbl.example/")
    assert document("area.json", QUERY)["_foodcoord"]["licence"] == "ODbL"

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from catalog.models import Category
from core import clock
from core.geo import cells
from tests.factories import local_today, make_listing, make_organization, make_request, make_user
from tests.nearby.feed_reads import HERE

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
PLACE = {"lat": HERE.lat, "lon": HERE.lon}
CELL = cells.encode(HERE.lat, HERE.lon, 6)


def feed(client: APIClient, **asked: Any) -> dict[str, Any]:
    response = client.get("/api/v1/feed", asked)
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def refused(client: APIClient, **asked: Any) -> dict[str, Any]:
    response = client.get("/api/v1/feed", asked)
    assert response.status_code == 400, response.content
    error: dict[str, Any] = response.json()["error"]
    assert error["code"] == "VALIDATION_ERROR"
    details: dict[str, Any] = error["details"]
    return details


def test_answer_has_items_context_search_and_the_next_cursor(api: Api, giver: User) -> None:
    make_listing(by=giver)
    body = feed(api(), **PLACE)
    assert set(body) == {"data", "meta"}
    assert set(body["data"]) == {"items", "context", "search"}
    assert set(body["meta"]) == {"timestamp", "next"}
    assert body["data"]["context"] == []
    assert body["data"]["search"] == {
        "precision": 4,
        "cells": cells.around(CELL[:4]),
        "radius_km": 10,
        "widened": True,
    }


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_listing_is_told_as_its_own_endpoint_tells_it(
    api: Api, giver: User, taker: User, signed_in: bool
) -> None:
    listing = make_listing(by=giver, title="From my garden", use_by=local_today())
    client = api(taker) if signed_in else api()
    [item] = feed(client, **PLACE)["data"]["items"]
    [told] = client.get("/api/v1/listings").json()["data"]["items"]
    assert item == {**told, "kind": "listing", "distance_km": item["distance_km"], "mine": False}
    assert item["distance_km"] == round(cells.distance_km(HERE, cells.centre(listing.cell)), 1)


def test_a_request_is_told_as_its_own_endpoint_tells_it(api: Api, giver: User, taker: User) -> None:
    make_request(by=giver, note="Any size.", avoid_allergens=["nuts"])
    client = api(taker)
    [item] = feed(client, **PLACE)["data"]["items"]
    [told] = client.get("/api/v1/requests").json()["data"]["items"]
    assert item == {**told, "kind": "request", "distance_km": item["distance_km"], "mine": False}


def test_a_visitor_learns_neither_a_persons_name_nor_id(api: Api, giver: User) -> None:
    make_listing(by=giver)
    [item] = feed(api(), **PLACE)["data"]["items"]
    assert item["owner"] == {"kind": "person", "id": None, "name": None}


def test_households_needs_are_for_those_signed_in(api: Api, giver: User, stranger: User) -> None:
    make_request(by=giver)
    pantry = make_organization(by=giver, name="Pantry of the hill")
    make_request(by=giver, organization=pantry)
    [seen] = feed(api(), **PLACE)["data"]["items"]
    assert seen["owner"] == {
        "kind": "organization",
        "id": str(pantry.pk),
        "name": "Pantry of the hill",
    }
    assert len(feed(api(stranger), **PLACE)["data"]["items"]) == 2


def test_ones_own_are_there_and_marked(api: Api, giver: User, taker: User) -> None:
    pantry = make_organization(by=giver)
    make_listing(by=giver)
    make_request(by=giver, organization=pantry)
    make_listing(by=taker)
    others = feed(api(giver), cell=CELL, others_only="true")["data"]["items"]
    assert [item["mine"] for item in others] == [False]
    mine = [item["mine"] for item in feed(api(giver), cell=CELL)["data"]["items"]]
    assert sorted(mine) == [False, True, True]
    assert [i["mine"] for i in feed(api(), cell=CELL)["data"]["items"]] == [False] * 3


def test_pages_follow_each_other(api: Api, giver: User) -> None:
    posts = {str(make_listing(by=giver).pk) for _ in range(5)}
    for where in (PLACE, {"cell": CELL}):
        first = feed(api(), **where, limit=3)
        second = feed(api(), **where, limit=3, cursor=first["meta"]["next"])
        found = [item["id"] for page in (first, second) for item in page["data"]["items"]]
        assert (len(found), set(found)) == (5, posts)
        assert second["meta"]["next"] is None


def test_by_cell_is_newest_first(api: Api, giver: User) -> None:
    with clock.at(clock.now() - timedelta(hours=1)):
        older = make_listing(by=giver)
    newer = make_listing(by=giver, place=(45.80, 4.84))
    assert [i["id"] for i in feed(api(), cell=CELL)["data"]["items"]] == [
        str(newer.pk),
        str(older.pk),
    ]


def test_a_longer_cell_counts_as_its_public_one(api: Api, giver: User) -> None:
    make_listing(by=giver)
    exact = cells.encode(HERE.lat, HERE.lon, 10)
    assert feed(api(), cell=exact.upper())["data"] == feed(api(), cell=CELL)["data"]


def test_without_a_place_it_is_ones_own_home(api: Api, giver: User, taker: User) -> None:
    make_listing(by=giver)
    body = feed(api(taker))["data"]
    assert len(body["items"]) == 1
    assert body["search"]["cells"][0] == taker.home_cell[:4]


def test_the_limit_is_ones_own_unless_said(api: Api, giver: User) -> None:
    near = make_user(home=(45.764, 4.836), share_radius_km=2)
    make_listing(by=giver, place=(45.80, 4.84))
    assert feed(api(near), **PLACE)["data"]["items"] == []
    assert feed(api(near), **PLACE)["data"]["search"]["radius_km"] == 2
    assert len(feed(api(near), **PLACE, radius_km=6)["data"]["items"]) == 1
    assert len(feed(api(), **PLACE)["data"]["items"]) == 1


def test_filters_reach_the_search(api: Api, giver: User) -> None:
    tomato = make_listing(by=giver, food="tomato", diets=["vegan", "halal"])
    egg = make_listing(by=giver, food="egg", unit="piece")

    def seen(**asked: Any) -> set[str]:
        return {item["id"] for item in feed(api(), **PLACE, **asked)["data"]["items"]}

    assert seen(food="egg") == {str(egg.pk)}
    assert seen(category="vegetables") == {str(tomato.pk)}
    assert seen(q="tomates") == {str(tomato.pk)}
    assert seen(diet="vegan,halal") == {str(tomato.pk)}
    assert seen(diet=["vegan", "halal"]) == {str(tomato.pk)}
    assert seen(exclude_allergens="eggs,milk") == {str(tomato.pk)}
    assert seen(kind="request") == set()
    assert seen(q="", diet="") == {str(tomato.pk), str(egg.pk)}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "cell"),
        ({"lat": 45}, "lon"),
        ({"lon": 4}, "lat"),
        ({"lat": 91, "lon": 4}, "lat"),
        ({"lat": 45, "lon": -181}, "lon"),
        ({"lat": "nan", "lon": 4}, "lat"),
        ({"lat": "inf", "lon": 4}, "lat"),
        ({"lat": "x", "lon": 4}, "lat"),
        ({"cell": "u05"}, "cell"),
        ({"cell": "uoaiu"}, "cell"),
        ({**PLACE, "radius_km": 51}, "radius_km"),
        ({**PLACE, "radius_km": 0}, "radius_km"),
        ({**PLACE, "radius_km": "nan"}, "radius_km"),
        ({**PLACE, "kind": "offer"}, "kind"),
        ({**PLACE, "food": "moon-cheese"}, "food"),
        ({**PLACE, "category": "moon"}, "category"),
        ({**PLACE, "diet": "vegan,moon"}, "diet"),
        ({**PLACE, "exclude_allergens": "moon"}, "exclude_allergens"),
        ({**PLACE, "limit": 0}, "limit"),
        ({**PLACE, "limit": 101}, "limit"),
        ({**PLACE, "cursor": "moon"}, "cursor"),
        ({**PLACE, "q": "x" * 101}, "q"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(
    api: Api, asked: dict[str, Any], field: str, db: None
) -> None:
    assert list(refused(api(), **asked)) == [field]


def test_a_cursor_of_the_other_order_is_refused(api: Api, giver: User) -> None:
    for _ in range(2):
        make_listing(by=giver)
    by_place = feed(api(), **PLACE, limit=1)["meta"]["next"]
    assert list(refused(api(), cell=CELL, cursor=by_place)) == ["cursor"]


def test_someone_signed_in_without_a_home_has_to_say_where(api: Api, db: None) -> None:
    assert list(refused(api(make_user(home=None)))) == ["cell"]


@pytest.mark.parametrize("where", [PLACE, {"cell": CELL[:4]}], ids=["place", "cell"])
def test_queries_are_as_many_whatever_is_found(
    api: Api, giver: User, taker: User, where: dict[str, Any]
) -> None:
    client = api(taker)
    # Two for the token; then the search, foods, categories, organizations, people, which of the
    # organizations are one's own, the photos, and the context (names too, where something stands
    # out).
    expected = 10

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            feed(client, **where)
        return [query["sql"] for query in seen]

    make_listing(by=giver, organization=make_organization(by=giver))
    make_request(by=giver)
    assert len(queries()) == expected
    dairy = Category.objects.get(slug="eggs-dairy")
    for _ in range(3):
        make_listing(by=make_user(), food="egg", unit="piece")
        make_request(by=make_user(), food=None, category=dairy)
        make_listing(by=giver, organization=make_organization(by=giver))
    assert len(queries()) == expected


@pytest.mark.parametrize(
    "word",
    ["tomatoes", "beefsteak tomato", "Tomates", "jitomate", "tomate grappe", "TOMATE À FARCIR"],
)
def test_food_is_found_by_its_words_in_each_language(api: Api, giver: User, word: str) -> None:
    tomato = make_listing(by=giver)
    make_listing(by=giver, food="egg", unit="piece")
    found = feed(api(), **PLACE, q=word)["data"]["items"]
    assert [item["id"] for item in found] == [str(tomato.pk)]

"""Matches and saved searches over the API."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from matching.models import SavedSearch
from tests.factories import make_listing, make_request, make_user
from tests.matching.conftest import make_search

pytestmark = pytest.mark.django_db

Api = Callable[..., APIClient]
MATCHES, SEARCHES = "/api/v1/matches", "/api/v1/searches"


def body(**said: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": "listing", "words": "tomatoes", **said}


def test_matches_of_a_request_are_listings_with_reasons(api: Api, taker: User) -> None:
    listing, request = make_listing(quantity="9"), make_request(by=taker)

    (item,) = api(taker).get(f"{MATCHES}?request={request.pk}").json()["data"]["items"]

    assert (item["kind"], item["id"]) == ("listing", str(listing.pk))
    assert (item["distance_km"], item["covers_all"]) == (0.6, True)
    assert item["reasons"][:3] == [
        "Exactly what is asked for: Tomato",
        "Covers all of it",
        "Less than 1 km away",
    ]
    assert "place" not in item


@pytest.mark.parametrize("number", [1, 3])
def test_matches_take_the_same_queries(
    api: Api, taker: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = make_request(by=taker)
    for _number in range(number):
        make_listing()
    client = api(taker)
    client.get(f"{MATCHES}?request={request.pk}")
    with django_assert_num_queries(8):
        found = client.get(f"{MATCHES}?request={request.pk}").json()["data"]["items"]
    assert [item["photos"] for item in found] == [[]] * number


def test_matches_of_a_listing_are_requests(api: Api, giver: User) -> None:
    listing, request = make_listing(by=giver), make_request()
    (item,) = api(giver).get(f"{MATCHES}?listing={listing.pk}").json()["data"]["items"]
    assert (item["kind"], item["id"]) == ("request", str(request.pk))


@pytest.mark.parametrize("kind", ["listing", "request"])
def test_matches_of_others_posts_are_not_there(api: Api, stranger: User, kind: str) -> None:
    post = make_listing() if kind == "listing" else make_request()
    url = f"{MATCHES}?{kind}={post.pk}"
    assert api(stranger).get(url).status_code == 404
    assert api(stranger).get(f"{MATCHES}?{kind}={uuid4()}").status_code == 404
    assert api().get(url).status_code == 401


@pytest.mark.parametrize("query", ["", "?listing={id}&request={id}", "?listing=x", "?limit=21"])
def test_what_is_asked_badly_is_refused(api: Api, giver: User, query: str) -> None:
    answer = api(giver).get(MATCHES + query.format(id=uuid4()))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


def test_limit_holds(api: Api, taker: User) -> None:
    request = make_request(by=taker)
    for _number in range(3):
        make_listing()
    answer = api(taker).get(f"{MATCHES}?request={request.pk}&limit=2")
    assert len(answer.json()["data"]["items"]) == 2


def test_search_is_made_once_and_read_again(api: Api, taker: User) -> None:
    said = body(category="vegetables", diets=["vegan"])
    answers = [api(taker).post(SEARCHES, said, format="json") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    made = answers[0].json()["data"]
    assert made == api(taker).get(f"{SEARCHES}/{said['id']}").json()["data"]
    assert (made["cell"], made["radius_km"]) == (taker.home_cell, taker.share_radius_km)
    assert (made["category"], made["active"]) == ("vegetables", True)


def test_same_id_with_other_content_is_refused(api: Api, taker: User, stranger: User) -> None:
    said = body()
    api(taker).post(SEARCHES, said, format="json")
    for who, other in ((taker, {**said, "words": "bread"}), (stranger, said)):
        assert api(who).post(SEARCHES, other, format="json").status_code == 409


def test_search_is_changed_and_deleted_by_its_owner_alone(
    api: Api, taker: User, stranger: User
) -> None:
    search = make_search(by=taker)
    url = f"{SEARCHES}/{search.pk}"
    for call in ("get", "patch", "delete"):
        assert getattr(api(stranger), call)(url, {}, format="json").status_code == 404
        assert getattr(api(), call)(url, {}, format="json").status_code == 401

    changed = api(taker).patch(url, {"active": False, "words": "bread"}, format="json")
    data = changed.json()["data"]
    assert (data["active"], data["words"], data["radius_km"]) == (False, "bread", 10)

    assert api(taker).delete(url).status_code == 204
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "both"),
        ("cell", "u05"),
        ("cell", "not-a-cell"),
        ("radius_km", 51),
        ("radius_km", 0),
        ("category", "nothing"),
        ("diets", ["everything"]),
        ("words", "x" * 101),
    ],
)
def test_bad_field_is_named(api: Api, taker: User, field: str, value: Any) -> None:
    answer = api(taker).post(SEARCHES, body(**{field: value}), format="json")
    assert answer.status_code == 400
    assert list(answer.json()["error"]["details"]) == [field]


def test_list_is_ones_own_and_paged(api: Api, taker: User) -> None:
    mine = [make_search(by=taker) for _number in range(3)]
    make_search(by=make_user())
    first = api(taker).get(f"{SEARCHES}?limit=2").json()
    second = api(taker).get(f"{SEARCHES}?limit=2&cursor={first['meta']['next']}").json()
    ids = [item["id"] for page in (first, second) for item in page["data"]["items"]]
    assert ids == [str(search.pk) for search in reversed(mine)]
    assert second["meta"]["next"] is None

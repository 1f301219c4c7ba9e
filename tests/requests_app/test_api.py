"""The request on the wire, exactly."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from requests_app.api import RequestSerializer
from tests.factories import make_organization, make_request, make_user
from tests.posts.kinds import TOLD_BY_ALL

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]

PUBLIC = TOLD_BY_ALL | {"needed_by", "note", "diets", "avoid_allergens"}


@pytest.fixture
def said() -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "food": "egg",
        "quantity": "12",
        "unit": "piece",
        "needed_by": "2030-01-02T18:00:00Z",
        "note": "For a birthday",
        "diets": ["vegetarian"],
        "avoid_allergens": ["nuts"],
        "place": {"lat": 45.77, "lon": 4.84},
    }


def test_a_request_is_answered_as_it_was_said(api: Api, taker: User, said: dict[str, Any]) -> None:
    response = api(taker).post("/api/v1/requests", said)

    data = response.json()["data"]
    assert response.status_code == 201
    assert data == {
        **said,
        "food": {"slug": "egg", "name": "Egg"},
        "category": "eggs-dairy",
        "kilograms": "0.72",
        "quantity_remaining": "12",
        "state": "open",
        "cell": data["cell"],
        "owner": {"kind": "person", "id": str(taker.pk), "name": "Tom Taker"},
        "created_at": data["created_at"],
        "updated_at": data["created_at"],
    }


def test_anything_of_a_category_can_be_asked_for(
    api: Api, taker: User, said: dict[str, Any]
) -> None:
    del said["food"]

    made = api(taker).post("/api/v1/requests", {**said, "category": "vegetables"})
    unknown = api(taker).post("/api/v1/requests", {**said, "category": "cutlery"})
    nothing = api(taker).post("/api/v1/requests", {**said, "id": str(uuid4())})

    data = made.json()["data"]
    assert (made.status_code, data["food"], data["category"]) == (201, None, "vegetables")
    assert unknown.json()["error"]["details"] == {
        "category": ["There is no category called “cutlery”."]
    }
    assert nothing.json()["error"]["details"] == {"food": ["Say what food, or at least what kind."]}


def test_diets_and_allergens_left_out_are_the_persons_own(api: Api, said: dict[str, Any]) -> None:
    del said["diets"], said["avoid_allergens"]
    vegan = make_user(diets=["vegan"], avoided_allergens=["milk"])

    data = api(vegan).post("/api/v1/requests", said).json()["data"]

    assert (data["diets"], data["avoid_allergens"]) == (["vegan"], ["milk"])


def test_each_role_sees_its_keys(api: Api, taker: User, stranger: User) -> None:
    address = f"/api/v1/requests/{make_request(by=taker).pk}"

    assert api().get(address).status_code == 404
    assert set(api(stranger).get(address).json()["data"]) == PUBLIC
    assert set(api(taker).get(address).json()["data"]) == {*PUBLIC, "place"}
    (own,) = api(taker).get("/api/v1/requests?mine=1").json()["data"]["items"]
    (seen,) = api(taker).get("/api/v1/requests").json()["data"]["items"]
    assert set(own) == {*PUBLIC, "place"}
    assert set(seen) == PUBLIC


def test_the_schema_tells_every_key() -> None:
    assert set(RequestSerializer().fields) == {*PUBLIC, "place"}


def test_what_households_need_is_listed_for_signed_in_people(
    api: Api, taker: User, stranger: User
) -> None:
    household = make_request(by=taker)
    pantry = make_request(by=taker, organization=make_organization(by=taker))

    def listed(caller: APIClient) -> set[str]:
        items = caller.get("/api/v1/requests").json()["data"]["items"]
        return {item["id"] for item in items}

    assert listed(api()) == {str(pantry.pk)}
    assert listed(api(stranger)) == {str(household.pk), str(pantry.pk)}


def test_a_request_of_a_household_cannot_be_told_from_none_by_strangers_to_the_site(
    api: Api, taker: User
) -> None:
    known = api().get(f"/api/v1/requests/{make_request(by=taker).pk}")
    unknown = api().get(f"/api/v1/requests/{uuid4()}")

    assert known.status_code == unknown.status_code == 404
    assert known.content == unknown.content

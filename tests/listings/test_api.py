"""The listing on the wire, exactly."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from listings.api import ListingSerializer
from posts.permissions import _reasons_to_see_place, let_see_place
from posts.shapes import decimal_text
from tests.factories import local_today, make_listing, make_user
from tests.posts.kinds import TOLD_BY_ALL

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]

PUBLIC = TOLD_BY_ALL | {
    "title",
    "available_from",
    "available_until",
    "best_before",
    "use_by",
    "storage",
    "allergens",
    "diets",
    "home_cooked",
    "ingredients",
    "past_best_before",
    "photos",
    "warnings",
}
PRIVATE = {"place", "pickup_note"}


@pytest.fixture
def said() -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "food": "egg",
        "quantity": "20",
        "unit": "piece",
        "available_from": "2026-01-01T08:00:00Z",
        "available_until": "2030-01-02T18:00:00Z",
        "title": "Fresh eggs",
        "place": {"lat": 45.764043, "lon": 4.835659},
        "best_before": "2030-01-20",
        "use_by": "2030-01-28",
        "storage": "cool",
        "allergens": ["eggs"],
        "diets": ["vegetarian"],
        "pickup_note": "Ring twice",
    }


def test_a_listing_is_answered_as_it_was_said(api: Api, giver: User, said: dict[str, Any]) -> None:
    response = api(giver).post("/api/v1/listings", said)

    data = response.json()["data"]
    assert response.status_code == 201
    assert data == {
        **said,
        "food": {"slug": "egg", "name": "Egg"},
        "category": "eggs-dairy",
        "kilograms": "1.2",
        "quantity_remaining": "20",
        "state": "active",
        "cell": "u05kq5",
        "owner": {"kind": "person", "id": str(giver.pk), "name": "Gina Giver"},
        "home_cooked": False,
        "ingredients": "",
        "past_best_before": False,
        "photos": [],
        "warnings": [],
        "created_at": data["created_at"],
        "updated_at": data["created_at"],
    }
    assert list(response.json()["meta"]) == ["timestamp"]


def test_the_food_is_named_in_the_callers_language(api: Api) -> None:
    listing = make_listing(food="egg", unit="piece")
    reader = make_user(language="fr")

    food = api(reader).get(f"/api/v1/listings/{listing.pk}").json()["data"]["food"]

    assert food == {"slug": "egg", "name": "Œuf"}


def test_each_role_sees_its_keys(api: Api, giver: User, stranger: User) -> None:
    address = f"/api/v1/listings/{make_listing(by=giver).pk}"

    assert set(api().get(address).json()["data"]) == PUBLIC
    assert set(api(stranger).get(address).json()["data"]) == PUBLIC
    assert set(api(giver).get(address).json()["data"]) == PUBLIC | PRIVATE
    for caller in (api(), api(stranger), api(giver)):
        (item,) = caller.get("/api/v1/listings").json()["data"]["items"]
        assert set(item) == PUBLIC
    (own,) = api(giver).get("/api/v1/listings?mine=1").json()["data"]["items"]
    assert set(own) == PUBLIC | PRIVATE


def test_the_schema_tells_every_key() -> None:
    assert set(ListingSerializer().fields) == PUBLIC | PRIVATE


def test_persons_are_named_to_those_who_signed_in(api: Api, giver: User, stranger: User) -> None:
    address = f"/api/v1/listings/{make_listing(by=giver).pk}"

    known = {"kind": "person", "id": str(giver.pk), "name": "Gina Giver"}
    assert api(stranger).get(address).json()["data"]["owner"] == known
    assert api().get(address).json()["data"]["owner"] == {
        "kind": "person",
        "id": None,
        "name": None,
    }


def test_a_higher_floor_may_vouch_for_someone(api: Api, giver: User, taker: User) -> None:
    listing = make_listing(by=giver, pickup_note="Ring twice")
    address = f"/api/v1/listings/{listing.pk}"
    let_see_place(vouch := lambda user, post: (user, post) == (taker, listing))
    try:
        told = api(taker).get(address).json()["data"]
    finally:
        _reasons_to_see_place.remove(vouch)

    assert (told["pickup_note"], told["place"]) == (
        "Ring twice",
        {"lat": 45.764043, "lon": 4.835659},
    )
    assert "place" not in api(taker).get(address).json()["data"]


def test_dates_can_be_taken_back(api: Api, giver: User) -> None:
    listing = make_listing(by=giver, best_before=local_today(), use_by=local_today())

    response = api(giver).patch(
        f"/api/v1/listings/{listing.pk}", {"best_before": None, "use_by": None, "title": " New "}
    )

    data = response.json()["data"]
    assert (data["best_before"], data["use_by"], data["title"]) == (None, None, "New")


def test_a_listing_past_its_use_by_date_cannot_be_made(
    api: Api, giver: User, said: dict[str, Any]
) -> None:
    response = api(giver).post("/api/v1/listings", {**said, "use_by": "2026-01-01"})

    assert response.status_code == 400
    assert response.json()["error"]["details"] == {
        "use_by": ["Food past its use-by date cannot be shared."]
    }


def test_kilograms_and_quantities_are_decimal_strings(api: Api, giver: User) -> None:
    listing = make_listing(by=giver, quantity="0.250")

    data = api(giver).get(f"/api/v1/listings/{listing.pk}").json()["data"]

    assert (data["quantity"], data["quantity_remaining"], data["kilograms"]) == (
        "0.25",
        "0.25",
        "0.25",
    )
    assert decimal_text(listing.quantity * 4000) == "1000"


def test_dates_and_numbers_beyond_all_measure_are_refused(
    api: Api, giver: User, said: dict[str, Any]
) -> None:
    first, last = "0001-01-01T00:00:00", "9999-12-31T23:59:59"
    for field, value in (
        ("available_until", f"{last}-14:00"),
        ("available_until", f"{last}Z"),
        ("available_until", f"{first}+14:00"),
        ("available_from", f"{first}+14:00"),
        ("use_by", last[:10]),
        ("quantity", 10**40),
    ):
        answer = api(giver).post("/api/v1/listings", {**said, field: value})
        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == [field]

"""The main job over the API: posted, found, agreed, handed over, and the town learns from it."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from core import clock
from core.events.models import Delivery, DomainEvent
from listings.models import Listing
from tests.exact import tells
from tests.flows.conftest import ACROSS_TOWN, NEXT_DOOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]
API = "/api/v1"


def hours(ahead: float) -> str:
    return (clock.now() + timedelta(hours=ahead)).isoformat()


def surplus(**values):
    return {
        "id": str(uuid4()),
        "food": "courgette",
        "quantity": "4",
        "unit": "kg",
        "available_from": hours(-1),
        "available_until": hours(20),
        **values,
    }


def proposal(listing, **values):
    return {
        "id": str(uuid4()),
        "listing": listing["id"],
        "quantity": "3",
        "window": {"start": hours(1), "end": hours(4)},
        "travel": "collect",
        **values,
    }


def found(caller, **asked):
    lat, lon = ACROSS_TOWN
    answer = caller.get(f"{API}/feed", {"lat": lat, "lon": lon, "food": "courgette", **asked})
    assert answer.status_code == 200, answer.json()
    return [item["id"] for item in answer.json()["data"]["items"]]


def data(answer, status=200):
    assert answer.status_code == status, answer.json()
    return answer.json()["data"]


def test_from_surplus_to_meal_to_figures(street, grower, searcher, sign_in, figures):
    gina, tom = sign_in(grower), sign_in(searcher)
    before = figures()

    listing = data(gina.post(f"{API}/listings", surplus()), 201)
    assert found(tom) == [listing["id"]]

    promise = data(tom.post(f"{API}/commitments", proposal(listing)), 201)
    one = f"{API}/commitments/{promise['id']}"
    assert (promise["state"], promise["place"]) == ("proposed", None)
    assert data(gina.get(f"{API}/commitments?role=giver"))["items"][0]["id"] == promise["id"]

    agreed = data(gina.post(f"{one}/accept"))
    lat, lon = NEXT_DOOR
    assert agreed["place"] == {"lat": lat, "lon": lon, "label": ""}
    assert data(tom.get(one))["place"] == agreed["place"]

    given = data(tom.post(f"{one}/hand-over", {"quantity": "2.5"}))
    assert (given["state"], given["handed_over"], given["place"]) == ("fulfilled", "2.5", None)
    left = data(gina.get(f"{API}/listings/{listing['id']}"))
    assert (left["state"], left["quantity_remaining"]) == ("active", "1.5")

    after = figures()
    grown = {
        name: Decimal(after[name]) - Decimal(before[name])
        for name in ("listings", "commitments", "kg_offered", "kg_committed", "kg_handed_over")
    }
    assert grown == {
        "listings": 1,
        "commitments": 1,
        "kg_offered": 4,
        "kg_committed": Decimal("2.5"),
        "kg_handed_over": Decimal("2.5"),
    }
    assert Delivery.objects.open().count() == 0


def test_one_wish_sent_twice_is_one(grower, searcher, sign_in):
    gina, tom = sign_in(grower), sign_in(searcher)
    wish = surplus()
    first, again = gina.post(f"{API}/listings", wish), gina.post(f"{API}/listings", wish)
    assert (first.status_code, again.status_code) == (201, 200)
    assert data(again) == data(first, 201)
    assert gina.post(f"{API}/listings", {**wish, "quantity": "5"}).status_code == 409
    asked = proposal(data(again))
    assert tom.post(f"{API}/commitments", asked).status_code == 201
    facts = DomainEvent.objects.count()
    assert tom.post(f"{API}/commitments", asked).status_code == 200
    assert DomainEvent.objects.count() == facts
    assert Listing.objects.get(pk=wish["id"]).promised == 3


def test_stranger_sees_neither_places_nor_promises(grower, searcher, stranger, sign_in, api):
    gina, tom = sign_in(grower), sign_in(searcher)
    listing = data(gina.post(f"{API}/listings", surplus(pickup_note="The green gate")), 201)
    promise = data(tom.post(f"{API}/commitments", proposal(listing, message="At five?")), 201)
    gina.post(f"{API}/commitments/{promise['id']}/accept")
    for caller in (api(stranger), api()):
        assert caller.get(f"{API}/commitments/{promise['id']}").status_code in (401, 404)
        for path in (f"listings/{listing['id']}", "listings", "feed?lat=45.77&lon=4.85"):
            answer = caller.get(f"{API}/{path}").content.decode()
            assert tells(answer, "45.765") == []
            assert "green gate" not in answer
            assert "At five?" not in answer
    told = tom.get(f"{API}/listings/{listing['id']}").content
    assert tells(told, "45.765") == ["45.765"]


def test_all_promised_leaves_the_feed_and_comes_back_when_cancelled(grower, searcher, sign_in):
    gina, tom = sign_in(grower), sign_in(searcher)
    listing = data(gina.post(f"{API}/listings", surplus(quantity="3")), 201)
    promise = data(tom.post(f"{API}/commitments", proposal(listing)), 201)
    assert found(tom) == []
    data(tom.post(f"{API}/commitments/{promise['id']}/cancel"))
    assert found(tom) == [listing["id"]]


def test_need_is_met_by_a_neighbours_surplus(grower, searcher, sign_in):
    gina, tom = sign_in(grower), sign_in(searcher)
    need = {
        "id": str(uuid4()),
        "food": "courgette",
        "quantity": "3",
        "unit": "kg",
        "needed_by": hours(30),
    }
    asked = data(tom.post(f"{API}/requests", need), 201)
    listing = data(gina.post(f"{API}/listings", surplus()), 201)
    offer = proposal(listing, request=asked["id"], travel="deliver")
    promise = data(gina.post(f"{API}/commitments", offer), 201)
    one = f"{API}/commitments/{promise['id']}"
    assert data(tom.get(f"{API}/requests/{asked['id']}"))["state"] == "answered"
    brought_to = data(tom.post(f"{one}/accept"))["place"]
    assert (brought_to["lat"], brought_to["lon"]) == ACROSS_TOWN
    data(tom.post(f"{one}/hand-over"))
    assert data(tom.get(f"{API}/requests/{asked['id']}"))["state"] == "fulfilled"
    assert data(gina.get(f"{API}/listings/{listing['id']}"))["quantity_remaining"] == "1"

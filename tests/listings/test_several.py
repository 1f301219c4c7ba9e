"""Several foods in one post, and the same food again."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from listings import services
from listings.models import Listing
from tests.factories import make_listing
from tests.posts.kinds import LISTING
from tests.posts.test_pages import new

pytestmark = pytest.mark.django_db


@pytest.fixture
def garden(giver: User) -> Client:
    client = Client()
    client.force_login(giver)
    return client


def line(number: int, food: str, quantity: str = "2", unit: str = "kg") -> dict[str, str]:
    fields = {
        "id": str(uuid4()), "food": food, "food_slug": "", "quantity": quantity, "unit": unit
    }  # fmt: skip
    return {f"line-{number}-{name}": value for name, value in fields.items()}


def sent(*lines: dict[str, str], **values: Any) -> dict[str, Any]:
    form = new(LISTING, pickup_note="Ring", lines=str(len(lines)), **values)
    for fields in lines:
        form |= fields
    return form


def test_another_food_adds_a_line_and_keeps_what_is_typed(garden: Client) -> None:
    shown = garden.post("/listings/new/", {**sent(line(0, "egg")), "food": "", "add": "line"})

    form = shown.context["form"]
    assert (shown.status_code, len(form.lines), dict(form.errors)) == (200, 2, {})
    assert [one["food"].value() for one in form.lines] == ["egg", None]
    assert form["pickup_note"].value() == "Ring"
    assert 'name="lines" value="2"' in " ".join(shown.text.split())
    assert Listing.objects.count() == 0


def test_each_line_becomes_a_listing_at_the_same_time_and_place(garden: Client) -> None:
    answered = garden.post(
        "/listings/new/", sent(line(0, "eggs", "12", "piece"), line(1, ""), line(2, "leek"))
    )

    assert answered.headers["Location"] == "/listings/mine/"
    made = {row.food.slug: row for row in Listing.objects.select_related("food")}
    assert set(made) == {"tomato", "egg", "leek"}
    assert (int(made["egg"].quantity), made["egg"].unit) == (12, "piece")
    assert {row.available_until for row in made.values()} == {made["tomato"].available_until}
    assert {row.geohash for row in made.values()} == {made["tomato"].geohash}
    assert {row.pickup_note for row in made.values()} == {"Ring"}


def test_all_or_none_with_the_error_at_its_line(garden: Client) -> None:
    form = sent(line(0, "egg", unit="piece"), line(1, "soup", unit="l"))
    answered = garden.post("/listings/new/", form)

    lines = list(answered.context["form"].lines)
    assert (answered.status_code, Listing.objects.count()) == (422, 0)
    assert [dict(one.errors) != {} for one in lines] == [False, True]
    assert "Say everything that is in it" in answered.text
    assert lines[0]["food"].value() == "egg"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"food": "moon rock"}, "food"), ({"food": "egg", "quantity": "0"}, "quantity")],
)
def test_what_is_wrong_in_a_line_is_said_there(
    garden: Client, wrong: dict[str, str], field: str
) -> None:
    answered = garden.post("/listings/new/", sent(line(0, **wrong)))
    (one,) = answered.context["form"].lines
    assert (answered.status_code, list(one.errors), Listing.objects.count()) == (422, [field], 0)


def test_sent_twice_it_is_made_once(garden: Client) -> None:
    form = sent(line(0, "egg", unit="piece"))
    for _ in range(2):
        assert garden.post("/listings/new/", form).status_code == 302
    assert Listing.objects.count() == 2


def test_more_lines_than_make_sense_are_left_out(garden: Client) -> None:
    for count in ("999", "-1", "x", "99999999999"):
        shown = garden.post("/listings/new/", {**sent(), "lines": count, "add": "line"})
        assert (shown.status_code, len(shown.context["form"].lines) <= 12) == (200, True)


def test_again_fills_the_form_with_what_was_said_before(
    garden: Client, giver: User, stranger: User
) -> None:
    before = make_listing(
        by=giver, food="egg", quantity="12", unit="piece", title="Fresh", storage="chilled",
        pickup_note="Ring", diets=[],
    )  # fmt: skip
    services.withdraw(listing=before, by=giver)
    assert f"?again={before.pk}" in garden.get(before.get_absolute_url()).text

    form = garden.get(f"/listings/new/?again={before.pk}").context["form"]
    shown = {
        name: form[name].value() for name in ("food", "food_slug", "quantity", "unit", "title")
    }
    assert shown == {
        "food": "Egg", "food_slug": "egg", "quantity": "12", "unit": "piece", "title": "Fresh"
    }  # fmt: skip
    assert (form["storage"].value(), form["pickup_note"].value()) == ("chilled", "Ring")
    assert form["id"].value() != before.pk

    other = make_listing(by=stranger, title="Secret", pickup_note="12 Hidden Lane")
    for wrong in (other.pk, uuid4(), "x"):
        assert garden.get(f"/listings/new/?again={wrong}").context["form"]["title"].value() is None

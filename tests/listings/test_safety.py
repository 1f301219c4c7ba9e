"""Dates, allergens, home cooking: what is suggested, warned of, asked for and kept back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from catalog.dates import DateKind, suggested_date
from catalog.hygiene import NOTES
from catalog.models import Category, Food
from core import clock
from core.errors import Invalid, TransitionForbidden
from listings import services
from listings.models import Listing
from listings.presenters import listing_card
from listings.safety import warnings_for
from posts import services as posts
from tests.factories import local_today, make_listing, make_organization, make_request, make_user
from tests.posts.kinds import D

pytestmark = pytest.mark.django_db
Api = Callable[..., APIClient]
NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)
TODAY = date(2026, 7, 3)


# --- Which date -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("food", "storage", "kind", "days"),
    [
        ("chicken", "", DateKind.USE_BY, 2),
        ("chicken", "frozen", DateKind.BEST_BEFORE, 270),
        ("milk", "", DateKind.USE_BY, 6),
        ("soup", "", DateKind.USE_BY, 3),
        ("egg", "", DateKind.BEST_BEFORE, 21),
        ("egg", "chilled", DateKind.BEST_BEFORE, 35),
        ("tomato", "", DateKind.BEST_BEFORE, 6),
    ],
)
def test_the_rule(food: str, storage: str, kind: DateKind, days: int) -> None:
    date = suggested_date(Food.objects.get(slug=food), storage, TODAY)
    assert date is not None
    assert (date.kind, date.day) == (kind, TODAY + timedelta(days=days))


def test_no_shelf_life_no_suggestion() -> None:
    assert suggested_date(Food.objects.get(slug="milk"), "ambient", TODAY) is None


# --- The share form -------------------------------------------------------------------------------


@pytest.fixture
def garden(giver: User) -> Client:
    client = Client()
    client.force_login(giver)
    return client


def test_the_form_of_a_food_has_its_date_filled_in(garden: Client) -> None:
    form = garden.get("/listings/new/?food=chicken").context["form"]
    assert form.initial["use_by"] == local_today() + timedelta(days=2)
    assert form.initial["best_before"] is None


def test_choosing_a_food_fills_in_what_was_only_suggested(garden: Client) -> None:
    def filled(**typed: str) -> tuple[Any, Any]:
        form = garden.get("/listings/new/safety", typed).context["form"]
        return form["use_by"].value(), form["best_before"].value()

    today = local_today()
    assert filled(food_slug="chicken") == (today + timedelta(days=2), None)
    assert filled(food_slug="tomato", use_by="2026-01-01", suggested="2026-01-01") == (
        None,
        today + timedelta(days=6),
    )
    assert filled(food_slug="tomato", use_by="2026-01-01") == ("2026-01-01", None)
    assert filled(food_slug="chicken", storage="frozen") == (None, today + timedelta(days=270))
    assert filled(food_slug="nonsense") == (None, None)


def test_the_fragment_keeps_what_is_typed_and_escapes_it(garden: Client) -> None:
    shown = garden.get("/listings/new/safety", {"food_slug": "soup", "ingredients": "<b>leek"})
    assert "&lt;b&gt;leek" in shown.text
    assert "Say everything that is in it." in shown.text
    assert Client().get("/listings/new/safety").status_code == 302


# --- Past its dates -------------------------------------------------------------------------------


def test_use_by_ends_with_the_day_where_the_owner_is(api: Api) -> None:
    owner = make_user(timezone="Pacific/Auckland")
    with clock.at(NOON):
        listing = make_listing(by=owner, use_by=date(2026, 7, 5), available_until=NOON + DAYS)
    midnight = datetime(2026, 7, 5, 12, tzinfo=UTC)
    assert listing.edible_until == midnight

    with clock.at(midnight - timedelta(seconds=1)):
        assert Listing.objects.open_now().count() == 1
    with clock.at(midnight):
        assert Listing.objects.open_now().count() == 0
        assert api().get(f"/api/v1/listings/{listing.pk}").status_code == 404
        with pytest.raises(TransitionForbidden):
            posts.hold(listing, quantity=D(1), actor=owner.pseudonym)
        assert services.expire(listing=listing) is True


DAYS = timedelta(days=9)


def test_an_edit_of_the_date_moves_its_end(giver: User) -> None:
    assert giver.timezone == "Europe/Paris"
    with clock.at(NOON):
        listing = make_listing(by=giver, use_by=TODAY, available_until=NOON + DAYS)
        services.update(listing=listing, by=giver, use_by=date(2026, 7, 8))
        assert listing.edible_until == datetime(2026, 7, 8, 22, tzinfo=UTC)
        services.update(listing=listing, by=giver, use_by=None)
        assert listing.edible_until is None


def test_past_best_before_is_said_everywhere_and_hides_nothing(api: Api, giver: User) -> None:
    listing = make_listing(by=giver, best_before=clock.today() - timedelta(days=1))
    told = api().get(f"/api/v1/listings/{listing.pk}").json()["data"]
    assert told["past_best_before"] is True
    assert [warning["code"] for warning in told["warnings"]] == ["best_before"]
    (item,) = api().get("/api/v1/feed?lat=45.764&lon=4.8357").json()["data"]["items"]
    assert item["past_best_before"] is True
    assert "past its best-before date" in Client().get(listing.get_absolute_url()).text
    assert listing_card(listing, giver).warnings == ["Past best before"]


# --- Allergens and diets --------------------------------------------------------------------------


def test_a_person_is_warned_of_what_they_avoid_and_of_nothing_else() -> None:
    egg = make_listing(food="egg", unit="piece", diets=["vegetarian"])
    careful = make_user(avoided_allergens=["eggs", "milk"], diets=["vegan", "vegetarian"])

    assert [(w.code, w.text) for w in warnings_for(careful, egg)] == [
        ("allergen", "Contains: Eggs. You avoid it."),
        ("diet", "Nobody says that it suits you: Vegan."),
    ]
    assert warnings_for(make_user(), egg) == []


def test_the_warning_is_on_the_page_the_proposal_and_the_api(api: Api, giver: User) -> None:
    egg = make_listing(by=giver, food="egg", unit="piece")
    careful, garden = make_user(avoided_allergens=["eggs"]), Client()
    garden.force_login(careful)

    assert "Contains: Eggs. You avoid it." in garden.get(egg.get_absolute_url()).text
    assert "Contains: Eggs. You avoid it." in garden.get(f"/exchanges/new/?listing={egg.pk}").text
    told = api(careful).get(f"/api/v1/listings/{egg.pk}").json()["data"]["warnings"]
    assert told == [{"code": "allergen", "text": "Contains: Eggs. You avoid it."}]


def test_lists_filter_both_ways(api: Api, taker: User) -> None:
    make_listing(food="egg", unit="piece", diets=["vegetarian"])
    tomato = make_listing(food="tomato", diets=["vegetarian", "vegan"])
    eats_all = make_request(food="tomato", diets=[], avoid_allergens=[])
    vegan = make_request(food="tomato", diets=["vegan"], avoid_allergens=["eggs"])

    def found(path: str) -> set[str]:
        answered = api(taker).get(f"/api/v1/{path}").json()["data"]["items"]
        return {item["id"] for item in answered}

    assert found("listings?exclude_allergens=eggs") == {str(tomato.pk)}
    assert found("listings?diet=vegetarian,vegan") == {str(tomato.pk)}
    assert found("requests?contains=eggs") == {str(eats_all.pk)}
    assert found("requests?suits=vegetarian") == {str(eats_all.pk)}
    assert found("requests?suits=vegan,vegetarian") == {str(eats_all.pk), str(vegan.pk)}


# --- Cooked at home -------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [{"home_cooked": True}, {"food": "soup", "unit": "l"}])
def test_what_is_cooked_at_home_says_what_is_in_it(giver: User, said: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        make_listing(by=giver, **said)
    assert list(refused.value.details) == ["ingredients"]

    listing = make_listing(by=giver, ingredients=" Leek, potato ", **said)
    assert listing.ingredients == "Leek, potato"
    with pytest.raises(Invalid):
        services.update(listing=listing, by=giver, ingredients=" ")


def test_an_organization_answers_for_its_own_meals(giver: User) -> None:
    kitchen = make_organization(by=giver, kind="kitchen")
    assert make_listing(by=giver, organization=kitchen, food="soup", unit="l").ingredients == ""


def test_ingredients_are_shown_and_told(api: Api, giver: User, garden: Client) -> None:
    body = {
        "id": str(uuid4()), "food": "soup", "quantity": "2", "unit": "l", "home_cooked": True,
        "available_from": "2026-01-01T08:00:00Z", "available_until": None,
    }  # fmt: skip
    refused = api(giver).post("/api/v1/listings", body, format="json")
    assert list(refused.json()["error"]["details"]) == ["ingredients"]

    made = api(giver).post("/api/v1/listings", {**body, "ingredients": "Leek"}, format="json")
    told = made.json()["data"]
    assert (told["home_cooked"], told["ingredients"]) == (True, "Leek")
    page = garden.get(f"/listings/{told['id']}/").text
    assert ("At home" in page, "Leek" in page, "What to mind" in page) == (True, True, True)


def test_hygiene_is_for_categories_that_exist() -> None:
    assert set(NOTES) <= set(Category.objects.values_list("slug", flat=True))

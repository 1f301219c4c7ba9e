"""What is special about a request."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from catalog.models import Category, Food
from core import clock
from core.errors import Invalid
from core.events.models import DomainEvent
from requests_app import services, tasks
from requests_app.models import FoodRequest
from tests.factories import make_organization, make_request, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)


def test_a_person_asks_with_their_own_diets_and_allergens() -> None:
    vegan = make_user(diets=["vegan"], avoided_allergens=["nuts"])

    asked = make_request(by=vegan)
    otherwise = make_request(by=vegan, diets=[], avoid_allergens=["milk"])

    assert (asked.diets, asked.avoid_allergens) == (["vegan"], ["nuts"])
    assert (otherwise.diets, otherwise.avoid_allergens) == ([], ["milk"])


def test_an_organization_asks_without_those_of_who_writes_for_it() -> None:
    vegan = make_user(diets=["vegan"], avoided_allergens=["nuts"])

    asked = make_request(by=vegan, organization=make_organization(by=vegan))

    assert (asked.diets, asked.avoid_allergens) == ([], [])


def test_anything_of_a_category_can_be_asked_for(taker: User) -> None:
    vegetables = Category.objects.get(slug="vegetables")

    asked = make_request(by=taker, food=None, category=vegetables, quantity="2", unit="piece")

    assert (asked.food, asked.category) == (None, vegetables)
    assert asked.grams == 2 * vegetables.unit_weights()["piece"]
    event = DomainEvent.objects.get(subject_id=asked.pk)
    assert event.payload == {
        "food": None,
        "category": "vegetables",
        "participants": [str(taker.pseudonym)],
        "opened_on": asked.created_at.date().isoformat(),
        "grams": asked.grams,
    }


def test_a_food_brings_its_own_category(taker: User) -> None:
    egg = Food.objects.get(slug="egg")

    assert make_request(by=taker, food="egg").category == egg.category
    assert make_request(by=taker, food="egg", category=egg.category).category == egg.category


def test_a_food_of_another_category_is_refused(taker: User) -> None:
    with pytest.raises(Invalid) as refused:
        make_request(by=taker, food="egg", category=Category.objects.get(slug="vegetables"))

    assert refused.value.details == {"category": ["This food is of another category."]}


def test_asking_for_nothing_is_refused(taker: User) -> None:
    with pytest.raises(Invalid) as refused:
        make_request(by=taker, food=None)

    assert refused.value.details == {"food": ["Say what food, or at least what kind."]}


def test_needed_by_lies_ahead(taker: User) -> None:
    with clock.at(NOON), pytest.raises(Invalid) as refused:
        make_request(by=taker, needed_by=NOON)

    assert refused.value.details == {"needed_by": ["This is in the past."]}


def test_the_schedule_closes_what_is_over_and_nothing_else(taker: User) -> None:
    with clock.at(NOON):
        over = make_request(by=taker, needed_by=NOON + timedelta(hours=1))
        still = make_request(by=taker, needed_by=NOON + timedelta(days=9))

    with clock.at(NOON + timedelta(hours=1)):
        tasks.expire_requests()
        tasks.expire_requests()

    states = dict(FoodRequest.objects.values_list("pk", "state"))
    assert states == {over.pk: "expired", still.pk: "open"}
    assert DomainEvent.objects.filter(type="request.expired").count() == 1


def test_what_households_need_is_for_signed_in_people(taker: User, stranger: User) -> None:
    household = make_request(by=taker)
    pantry = make_request(by=taker, organization=make_organization(by=taker))
    ended = make_request(by=taker)
    services.withdraw(food_request=ended, by=taker)

    assert set(FoodRequest.objects.visible_to(AnonymousUser())) == {pantry}
    assert set(FoodRequest.objects.visible_to(stranger)) == {pantry, household}
    assert set(FoodRequest.objects.visible_to(taker)) == {pantry, household, ended}
    assert set(FoodRequest.objects.open_now().of_organizations()) == {pantry}

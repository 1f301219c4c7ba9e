"""What matches, what never does, and what comes first."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from catalog.models import Food
from core import clock
from matching.enums import Closeness
from matching.finding.reads import matches_of
from matching.finding.rule import judge
from tests.factories import (
    LYON,
    local_today,
    make_listing,
    make_organization,
    make_request,
    make_user,
)

pytestmark = pytest.mark.django_db

NEAR, TWO_KM, TEN_KM = (45.765, 4.835), (45.785, 4.836), (45.85, 4.86)
DAY = timedelta(days=1)


def closeness(listing: Any, request: Any) -> Closeness | None:
    match = judge(listing, request)
    return match.closeness if match else None


def test_same_food_close_by_matches() -> None:
    match = judge(make_listing(quantity="5"), make_request(quantity="3"))

    assert match is not None
    assert (match.closeness, match.covers_all) == (Closeness.SAME_FOOD, True)
    assert (match.offered_grams, match.needed_grams) == (5000, 3000)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("tomato", Closeness.SAME_FOOD),
        ("carrot", Closeness.SAME_CATEGORY),
        ("bread", None),
    ],
)
def test_food_decides_how_close_it_is(asked: str, expected: Closeness | None) -> None:
    request = make_request(food=asked, unit="kg")
    listing = make_listing()
    if asked == "carrot" and request.category_id != listing.category_id:
        request.category = listing.category
    assert closeness(listing, request) == expected


def test_request_for_a_category_takes_any_food_of_it() -> None:
    listing = make_listing()
    request = make_request(food=None, category=listing.category)
    assert closeness(listing, request) == Closeness.WHOLE_CATEGORY


def test_food_by_the_same_name_is_the_same_by_another_name() -> None:
    listing = make_listing()
    tomato = Food.objects.get(slug="tomato")
    other = Food(
        slug="tomato-imported",
        category=tomato.category,
        **{f"name_{language}": "Tomato" for language in ("en", "es", "fr")},
        sort_en="tomato",
        sort_es="tomato",
        sort_fr="tomato",
        search="\ntomato\n",
        curated=False,
    )
    other.save()
    request = make_request(food="tomato-imported")

    (match,) = matches_of(listing, viewer=listing.owner)

    assert (match.request, match.closeness) == (request, Closeness.SAME_NAME)


def test_listing_must_suit_every_diet_asked_for() -> None:
    vegan = make_request(diets=["vegan", "gluten_free"])
    assert closeness(make_listing(diets=["vegan"]), vegan) is None
    assert closeness(make_listing(diets=["vegan", "gluten_free"]), vegan) == Closeness.SAME_FOOD


def test_listing_with_an_allergen_to_avoid_never_matches() -> None:
    careful = make_request(avoid_allergens=["celery"])
    assert closeness(make_listing(allergens=["celery"]), careful) is None
    assert closeness(make_listing(allergens=["nuts"]), careful) == Closeness.SAME_FOOD


def test_listing_that_begins_too_late_does_not_match() -> None:
    now = clock.now()
    late = make_listing(available_from=now + 3 * DAY, available_until=now + 4 * DAY)
    assert closeness(late, make_request(needed_by=now + 2 * DAY)) is None
    assert closeness(late, make_request(needed_by=now + 5 * DAY)) == Closeness.SAME_FOOD


def test_food_past_its_use_by_date_never_matches() -> None:
    listing = make_listing(use_by=local_today(), available_until=clock.now() + 3 * DAY)
    request = make_request(needed_by=clock.now() + 3 * DAY)
    assert closeness(listing, request) == Closeness.SAME_FOOD
    with clock.at(clock.now() + DAY):
        assert closeness(listing, request) is None
        assert matches_of(request, viewer=request.owner) == []


def test_what_is_hidden_or_over_never_matches() -> None:
    request = make_request()
    hidden = make_listing()
    hidden.hidden_at = clock.now()
    assert closeness(hidden, request) is None
    with clock.at(clock.now() + 2 * DAY):
        assert closeness(make_listing(), request) is None


@pytest.mark.parametrize(("radius", "found"), [(5, 0), (12, 1)])
def test_person_is_matched_as_far_as_they_go(radius: int, found: int) -> None:
    asker = make_user(share_radius_km=radius)
    request = make_request(by=asker)
    listing = make_listing(by=make_user(home=TEN_KM))

    assert len(matches_of(request, viewer=asker)) == found
    assert len(matches_of(listing, viewer=listing.owner)) == found


def test_organization_is_matched_within_fifteen_kilometres() -> None:
    asker = make_user(share_radius_km=1)
    request = make_request(by=asker, organization=make_organization(by=asker, place=LYON))
    listing = make_listing(by=make_user(home=TEN_KM))

    assert [match.listing for match in matches_of(request, viewer=asker)] == [listing]


def test_order_is_food_then_all_of_it_then_distance_then_end(taker: User) -> None:
    request = make_request(by=taker, quantity="4", needed_by=clock.now() + 6 * DAY)
    soon, late = clock.now() + DAY, clock.now() + 3 * DAY

    def listing(food: str, quantity: str, home: tuple[float, float], until: Any) -> Any:
        owner = make_user(home=home)
        return make_listing(by=owner, food=food, quantity=quantity, available_until=until)

    sibling = listing("cucumber", "9", NEAR, soon)
    part = listing("tomato", "1", NEAR, soon)
    far = listing("tomato", "9", TWO_KM, soon)
    later = listing("tomato", "9", NEAR, late)
    sooner = listing("tomato", "9", NEAR, soon)

    found = [match.listing for match in matches_of(request, viewer=taker)]

    assert found == [sooner, later, far, part, sibling]


def test_one_looks_at_no_more_than_twenty(taker: User) -> None:
    request = make_request(by=taker)
    for _number in range(22):
        make_listing()
    assert len(matches_of(request, viewer=taker)) == 20
    assert len(matches_of(request, viewer=taker, limit=3)) == 3

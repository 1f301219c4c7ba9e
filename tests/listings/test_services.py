"""What is special about a listing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from catalog.models import Food
from core import clock
from core.errors import Invalid
from core.events.models import DomainEvent
from listings import services, tasks
from listings.models import Listing
from tests.factories import local_today, make_listing, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)


def test_a_new_listing_takes_the_foods_own_defaults(giver: User) -> None:
    egg = Food.objects.get(slug="egg")

    listing = make_listing(by=giver, food="egg", quantity="20", unit="piece")

    stored = Listing.objects.get(pk=listing.pk)
    assert (stored.food, stored.category) == (egg, egg.category)
    assert (stored.storage, stored.allergens, stored.diets) == (
        egg.storage,
        sorted(egg.allergens),
        sorted(egg.diets),
    )
    assert stored.grams == 20 * egg.unit_weights()["piece"]
    assert (stored.state, stored.version, stored.title) == ("active", 1, "")


def test_a_new_listing_keeps_what_was_said(giver: User) -> None:
    listing = make_listing(
        by=giver,
        title="  Sunday tomatoes ",
        storage="frozen",
        allergens=["milk", "celery", "milk"],
        diets=[],
        pickup_note="Ring twice",
        best_before=local_today(),
        use_by=local_today() + timedelta(days=1),
    )

    stored = Listing.objects.get(pk=listing.pk)
    assert stored.title == "Sunday tomatoes"
    assert (stored.storage, stored.allergens, stored.diets) == ("frozen", ["celery", "milk"], [])
    assert stored.pickup_note == "Ring twice"


def test_its_event_says_what_figures_need_and_nothing_about_the_person(giver: User) -> None:
    with clock.at(NOON):
        listing = make_listing(by=giver, title="Secret garden", pickup_note="12 Hidden Lane")

    event = DomainEvent.objects.get(subject_id=listing.pk)
    assert (event.type, event.subject_version, event.actor) == (
        "listing.created",
        1,
        giver.pseudonym,
    )
    assert event.occurred_at == NOON
    assert event.cells == ["u05k", "u05kq", "u05kq5"]
    assert event.payload == {
        "food": "tomato",
        "category": listing.category.slug,
        "participants": [str(giver.pseudonym)],
        "opened_on": "2026-07-03",
        "grams": 3000,
    }


def test_available_from_may_lie_in_the_past(giver: User) -> None:
    start = clock.now() - timedelta(days=30)

    assert make_listing(by=giver, available_from=start).available_from == start


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        (
            {"available_until": NOON - timedelta(hours=2)},
            "available_until",
            "This must be later than when it becomes available.",
        ),
        ({"available_until": NOON}, "available_until", "This is in the past."),
        (
            {"use_by": date(2026, 7, 2)},
            "use_by",
            "Food past its use-by date cannot be shared.",
        ),
        ({"storage": "attic"}, "storage", "Value 'attic' is not a valid choice."),
        (
            {"title": "t" * 121},
            "title",
            "Ensure this value has at most 120 characters (it has 121).",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    values: dict[str, Any], field: str, message: str, giver: User
) -> None:
    with clock.at(NOON), pytest.raises(Invalid) as refused:
        make_listing(by=giver, **values)

    assert refused.value.details == {field: [message]}


def test_use_by_is_about_safety_and_best_before_about_quality(giver: User) -> None:
    with clock.at(NOON):
        week: dict[str, Any] = {"available_until": NOON + timedelta(days=7)}
        good = make_listing(by=giver, best_before=NOON.date() - timedelta(days=3), **week)
        last_day = make_listing(by=giver, use_by=NOON.date(), **week)

    with clock.at(NOON):
        assert set(Listing.objects.open_now()) == {good, last_day}
    with clock.at(NOON + timedelta(days=1)):
        assert set(Listing.objects.open_now()) == {good}
        assert set(Listing.objects.live()) == {good}
        assert set(Listing.objects.overdue()) == {last_day}


def test_the_schedule_closes_what_is_over_and_nothing_else(giver: User) -> None:
    with clock.at(NOON):
        over = make_listing(by=giver, available_until=NOON + timedelta(hours=1))
        spoilt = make_listing(
            by=giver, available_until=NOON + timedelta(days=9), use_by=NOON.date()
        )
        still_good = make_listing(by=giver, available_until=NOON + timedelta(days=9))

    with clock.at(NOON + timedelta(days=1)):
        tasks.expire_listings()
        tasks.expire_listings()

    states = dict(Listing.objects.values_list("pk", "state"))
    assert states == {over.pk: "expired", spoilt.pk: "expired", still_good.pk: "active"}
    assert DomainEvent.objects.filter(type="listing.expired").count() == 2


def test_more_time_does_not_make_food_past_its_use_by_date_safe(giver: User) -> None:
    with clock.at(NOON):
        listing = make_listing(
            by=giver, available_until=NOON + timedelta(days=9), use_by=NOON.date()
        )
    with clock.at(NOON + timedelta(days=1)):
        tasks.expire_listings()
        with pytest.raises(Invalid) as refused:
            services.extend(listing=listing, by=giver, available_until=NOON + timedelta(days=12))

    assert list(refused.value.details) == ["use_by"]


def test_everybody_sees_the_live_ones_and_their_own_side_the_ended_ones(
    giver: User, taker: User
) -> None:
    live, ended = make_listing(by=giver), make_listing(by=giver)
    services.withdraw(listing=ended, by=giver)

    assert set(Listing.objects.visible_to(taker)) == {live}
    assert set(Listing.objects.visible_to(giver)) == {live, ended}
    assert set(Listing.objects.of(taker)) == set()


def test_a_cell_holds_what_lies_in_it_at_every_precision(giver: User) -> None:
    here, away = make_listing(by=giver), make_listing(by=make_user(home=(-33.87, 151.21)))

    for precision in (4, 5, 6):
        assert list(Listing.objects.in_cell(here.geohash[:precision])) == [here]
        assert list(Listing.objects.around(away.geohash[:precision])) == [away]
    assert set(Listing.objects.in_cells([here.cell, away.cell])) == {here, away}


def test_books_of_a_decimal_quantity_are_exact(giver: User) -> None:
    listing = make_listing(by=giver, quantity="0.333")

    assert (listing.remaining, listing.grams) == (Decimal("0.333"), 333)

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.errors import Suspended
from accounts.models import Membership, Organization, User
from core import clock
from core.errors import IdempotencyMismatch, Invalid, NotAllowed, TransitionForbidden
from core.events.models import DomainEvent
from listings.models import Listing
from requests_app.models import FoodRequest
from standing import services
from standing.enums import OccasionState, StandingState
from standing.models import Occasion, Standing
from standing.tasks import post_occasions
from tests.factories import make_commitment, make_user
from tests.standing.conftest import MONDAY, draft, start

pytestmark = pytest.mark.django_db
WEDNESDAY = MONDAY + timedelta(days=2)
FRIDAY = date(2026, 3, 27)
NEXT_FRIDAY = date(2026, 4, 3)


def test_started_twice_it_is_one(giver: User) -> None:
    standing_id = uuid4()
    first, is_new = services.start(by=giver, standing_id=standing_id, draft=draft())
    again, is_new_again = services.start(by=giver, standing_id=standing_id, draft=draft())
    assert (is_new, is_new_again, again.pk) == (True, False, first.pk)
    assert DomainEvent.objects.filter(type="standing.created").count() == 1
    with pytest.raises(IdempotencyMismatch):
        services.start(by=giver, standing_id=standing_id, draft=draft(weekday=6))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": Decimal(0)}, "quantity"),
        ({"opens": None}, "opens"),
        ({"closes": time(9)}, "closes"),
        ({"weekday": 8}, "weekday"),
        ({"days_open": 7}, "days_open"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"last_day": date(2026, 3, 1)}, "last_day"),
        ({"food": None}, "food"),
        ({"unit": "jar"}, "unit"),
        ({"kind": "request"}, "organization"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(giver: User, values, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        start(giver, **values)
    assert set(refused.value.details) == {field}
    assert Standing.objects.count() == 0


def test_without_a_place_nothing_can_come_round(db: None) -> None:
    with pytest.raises(Invalid) as refused:
        start(make_user(home=None))
    assert set(refused.value.details) == {"place"}


def test_a_suspended_person_starts_nothing(giver: User) -> None:
    giver.suspended_at = clock.now()
    with pytest.raises(Suspended):
        start(giver)


def test_nobody_starts_it_for_an_organization_of_others(stranger: User, pantry) -> None:
    with pytest.raises(NotAllowed):
        start(stranger, organization=pantry)


def test_each_week_makes_a_listing_of_its_own(weekly: Standing, giver: User) -> None:
    with clock.at(WEDNESDAY):
        assert services.post_due(standing=weekly) == 1
        assert services.post_due(standing=weekly) == 0
    with clock.at(WEDNESDAY + timedelta(days=7)):
        assert services.post_due(standing=weekly) == 1
    made = Listing.objects.order_by("available_from")
    assert [
        (row.pk, row.owner, row.available_from, row.available_until, row.quantity) for row in made
    ] == [
        (
            weekly.post_id(FRIDAY),
            giver,
            datetime(2026, 3, 27, 8, tzinfo=UTC),
            datetime(2026, 3, 27, 11, tzinfo=UTC),
            Decimal(8),
        ),
        (
            weekly.post_id(NEXT_FRIDAY),
            giver,
            datetime(2026, 4, 3, 7, tzinfo=UTC),
            datetime(2026, 4, 3, 10, tzinfo=UTC),
            Decimal(8),
        ),
    ]


def test_covering_one_occasion_is_no_permanent_assignment(weekly: Standing, taker: User) -> None:
    with clock.at(WEDNESDAY):
        services.post_due(standing=weekly)
        first = Listing.objects.get(pk=weekly.post_id(FRIDAY))
        make_commitment(by=taker, listing=first, quantity="8")
    with clock.at(WEDNESDAY + timedelta(days=7)):
        services.post_due(standing=weekly)
    second = Listing.objects.get(pk=weekly.post_id(NEXT_FRIDAY))
    assert (second.remaining, second.promised) == (Decimal(8), Decimal(0))
    assert list(second.commitments.all()) == []


def test_an_organizations_request_comes_round(giver: User, pantry: Organization) -> None:
    asked = start(giver, kind="request", organization=pantry, opens=None, allergens=["milk"])
    with clock.at(WEDNESDAY):
        assert services.post_due(standing=asked) == 1
    made = FoodRequest.objects.get(pk=asked.post_id(FRIDAY))
    assert (made.organization, made.needed_by, made.avoid_allergens) == (
        pantry,
        datetime(2026, 3, 27, 11, tzinfo=UTC),
        ["milk"],
    )


def test_a_day_left_out_is_not_posted_and_can_be_had_after_all(weekly, giver: User) -> None:
    with clock.at(MONDAY):
        services.skip(standing=weekly, by=giver, day=FRIDAY)
        services.skip(standing=weekly, by=giver, day=FRIDAY)
    with clock.at(WEDNESDAY):
        assert services.post_due(standing=weekly) == 0
        services.keep(standing=weekly, by=giver, day=FRIDAY)
        assert services.post_due(standing=weekly) == 1
        with pytest.raises(TransitionForbidden):
            services.skip(standing=weekly, by=giver, day=FRIDAY)


@pytest.mark.parametrize("day", [date(2026, 3, 26), date(2026, 3, 20)])
def test_only_its_own_days_ahead_can_be_left_out(weekly, giver: User, day: date) -> None:
    with clock.at(MONDAY), pytest.raises(Invalid) as refused:
        services.skip(standing=weekly, by=giver, day=day)
    assert set(refused.value.details) == {"day"}


def test_paused_it_posts_nothing_until_its_day(weekly: Standing, giver: User) -> None:
    with clock.at(MONDAY):
        services.pause(standing=weekly, by=giver, until=date(2026, 3, 30))
    with clock.at(WEDNESDAY):
        post_occasions()
        assert Listing.objects.count() == 0
    with clock.at(WEDNESDAY + timedelta(days=7)):
        post_occasions()
    weekly.refresh_from_db()
    assert (weekly.state, weekly.paused_until) == (StandingState.RUNNING, None)
    assert list(Listing.objects.values_list("pk", flat=True)) == [weekly.post_id(NEXT_FRIDAY)]


def test_paused_without_a_day_it_waits_for_its_owner(weekly: Standing, giver: User) -> None:
    with clock.at(MONDAY):
        services.pause(standing=weekly, by=giver)
    with clock.at(WEDNESDAY):
        post_occasions()
        assert Listing.objects.count() == 0
        services.resume(standing=weekly, by=giver)
        post_occasions()
        assert Listing.objects.count() == 1


def test_ended_it_never_comes_round(weekly: Standing, giver: User) -> None:
    with clock.at(MONDAY):
        services.end(standing=weekly, by=giver)
        services.end(standing=weekly, by=giver)
    with clock.at(WEDNESDAY):
        post_occasions()
        with pytest.raises(TransitionForbidden):
            services.resume(standing=weekly, by=giver)
    assert Listing.objects.count() == 0
    assert DomainEvent.objects.filter(type="standing.ended").count() == 1


def test_an_edit_is_for_the_next_occasions(weekly: Standing, giver: User) -> None:
    with clock.at(WEDNESDAY):
        services.post_due(standing=weekly)
        services.edit(standing=weekly, by=giver, quantity=Decimal(5), note=" Ring twice ")
    with clock.at(WEDNESDAY + timedelta(days=7)):
        services.post_due(standing=weekly)
    made = Listing.objects.order_by("available_from")
    assert [(row.quantity, row.pickup_note) for row in made] == [
        (Decimal(8), ""),
        (Decimal(5), "Ring twice"),
    ]


def test_what_is_refused_is_noted_and_told_once(weekly: Standing, giver: User) -> None:
    giver.suspended_at = MONDAY
    giver.save()
    with clock.at(WEDNESDAY):
        post_occasions()
        post_occasions()
    occasion = Occasion.objects.get()
    assert (occasion.day, occasion.state) == (FRIDAY, OccasionState.REFUSED)
    assert occasion.refusal == ("Your account is suspended. You were told why, and how to object.")
    told = DomainEvent.objects.filter(type="notification.requested")
    assert [event.payload["kind"] for event in told] == ["standing_refused"]
    giver.suspended_at = None
    giver.save()
    with clock.at(WEDNESDAY):
        services.post(standing=weekly, by=giver, day=FRIDAY)
        services.post(standing=weekly, by=giver, day=FRIDAY)
    assert Listing.objects.count() == 1
    occasion.refresh_from_db()
    assert (occasion.state, occasion.refusal) == (OccasionState.POSTED, "")


def test_who_left_the_organization_posts_nothing_for_it(giver: User, pantry, taker: User) -> None:
    asked = start(giver, kind="request", organization=pantry, opens=None)
    Membership.objects.filter(user=giver).delete()
    with clock.at(WEDNESDAY):
        post_occasions()
    assert FoodRequest.objects.count() == 0
    assert Occasion.objects.get(standing=asked).state == OccasionState.REFUSED


@pytest.mark.parametrize("verb", ["edit", "pause", "resume", "end"])
def test_a_stranger_changes_nothing(weekly: Standing, stranger: User, verb: str) -> None:
    with pytest.raises(NotAllowed):
        getattr(services, verb)(standing=weekly, by=stranger)
    for day_verb in (services.skip, services.keep, services.post):
        with pytest.raises(NotAllowed):
            day_verb(standing=weekly, by=stranger, day=FRIDAY)

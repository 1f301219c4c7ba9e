"""New accounts have room enough to settle in, and too little to flood a town with."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.errors import TooMany
from accounts.models import Tally, User
from accounts.newcomers import Room, require_room
from commitments.models import Commitment
from commitments.services import cancel
from core import clock
from listings.models import Listing
from tests.factories import make_commitment, make_listing, make_user
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def narrow(settings: Settings, _knows_everybody: None) -> None:
    settings.NEWCOMER_DAYS = 3
    settings.NEWCOMER_POSTS_A_DAY = 2
    settings.NEWCOMER_OPEN_PROPOSALS = 2
    settings.NEWCOMER_PEOPLE_AN_HOUR = 2


def test_a_newcomer_posts_so_often_a_day_and_no_more(giver: User) -> None:
    make_listing(by=giver)
    make_listing(by=giver)
    with pytest.raises(TooMany) as refused:
        make_listing(by=giver)
    assert Listing.objects.count() == 2
    retry_at = refused.value.details["retry_at"]
    assert timedelta(hours=23) < retry_at - clock.now() <= timedelta(days=1)
    with clock.at(retry_at + timedelta(seconds=1)):
        make_listing(by=giver)


def test_after_some_days_there_is_no_limit_and_no_query(giver: User) -> None:
    with clock.at(clock.now() + timedelta(days=3, minutes=1)):
        with CaptureQueriesContext(connection) as seen:
            require_room(User.objects.get(pk=giver.pk), Room.POSTS)
        assert len(seen) == 1
        for _ in range(3):
            make_listing(by=giver)


def test_staff_are_never_new(giver: User) -> None:
    staff = make_user(is_staff=True)
    for _ in range(3):
        make_listing(by=staff)


def test_open_proposals_are_counted_not_added_up(giver: User, taker: User) -> None:
    first = make_commitment(by=taker, listing=make_listing(by=make_user()))
    make_commitment(by=taker, listing=make_listing(by=make_user()))
    third = make_listing(by=make_user())
    with pytest.raises(TooMany):
        make_commitment(by=taker, listing=third)
    third.refresh_from_db()
    assert third.promised == 0
    cancel(commitment=first, by=taker)
    make_commitment(by=taker, listing=third)


def test_the_same_person_again_uses_up_nothing(giver: User) -> None:
    one, other, third = uuid4(), uuid4(), uuid4()
    for whom in (one, other, one, other, one):
        require_room(giver, Room.PEOPLE, whom=whom)
    with pytest.raises(TooMany):
        require_room(giver, Room.PEOPLE, whom=third)
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        require_room(giver, Room.PEOPLE, whom=third)
        assert Tally.objects.get(user=giver, what="people").met == [third]


def test_each_has_their_own_room(giver: User, taker: User) -> None:
    for who in (giver, taker):
        make_listing(by=who)
        make_listing(by=who)
    assert Listing.objects.count() == 4


def test_the_api_says_when_to_come_back(api: Callable[..., APIClient], giver: User) -> None:
    make_listing(by=giver)
    make_listing(by=giver)
    now = clock.now()
    body = {
        "id": str(uuid4()),
        "food": "tomato",
        "quantity": "1",
        "unit": "kg",
        "available_from": now.isoformat(),
        "available_until": (now + timedelta(days=1)).isoformat(),
    }
    response = api(giver).post("/api/v1/listings", body)
    assert response.status_code == 429, response.content
    error = response.json()["error"]
    assert error["code"] == "TOO_MANY"
    assert set(error["details"]) == {"retry_at"}
    assert 0 < int(response["Retry-After"]) <= 24 * 3600


@pytest.mark.django_db(transaction=True)
def test_many_at_once_find_no_more_room_than_there_is() -> None:
    newcomer = make_user()

    def post(_number: int) -> None:
        with transaction.atomic():
            require_room(newcomer, Room.POSTS)

    answers = all_at_once(10, post)
    assert sum(answer is None for answer in answers) == 2
    assert all(isinstance(answer, TooMany) for answer in answers if answer is not None)


@pytest.mark.django_db(transaction=True)
def test_many_proposals_at_once_find_no_more_room_than_there_is() -> None:
    newcomer = make_user()
    listings = [make_listing(by=make_user()) for _ in range(6)]
    answers = all_at_once(6, lambda number: make_commitment(by=newcomer, listing=listings[number]))
    assert sum(isinstance(answer, Commitment) for answer in answers) == 2
    assert Commitment.objects.count() == 2

"""A soft limit a person, as a community sets it: explained when it bites, and in advance."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Community, User
from commitments import services as commitments
from commitments.errors import LimitReached
from commitments.models import Commitment
from core import clock
from tests.factories import (
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)
from tests.races import all_at_once

Api = Callable[..., APIClient]
DAYS = timedelta(days=1)


@pytest.fixture
def community(db: None) -> Community:
    return Community.objects.create(name="Lyon", cell="u05", limit_commitments=2, limit_days=7)


@pytest.mark.django_db
def test_without_a_limit_nobody_is_refused(taker: User) -> None:
    for _number in range(4):
        make_commitment(by=taker)
    assert Commitment.objects.count() == 4


@pytest.mark.django_db
def test_limit_is_explained_when_it_bites(community: Community, taker: User) -> None:
    first = make_commitment(by=taker)
    make_commitment(by=taker)

    with pytest.raises(LimitReached) as refused:
        make_commitment(by=taker)

    next_at = first.created_at + 7 * DAYS
    assert refused.value.details == {"limit": 2, "days": 7, "next_at": next_at}
    assert str(refused.value).startswith(
        "You have 2 of 2 promises within 7 days, so that there is enough for everybody here. "
        "You can ask for the next one "
    )
    with clock.at(next_at):
        make_commitment(by=taker)


@pytest.mark.django_db
def test_what_was_taken_back_or_declined_does_not_count(community: Community, taker: User) -> None:
    commitments.cancel(commitment=make_commitment(by=taker), by=taker)
    declined = make_commitment(by=taker)
    commitments.decline(commitment=declined, by=declined.giver)
    for _number in range(2):
        make_commitment(by=taker)
    assert Commitment.objects.count() == 4


@pytest.mark.django_db
def test_organizations_have_no_limit(community: Community, taker: User) -> None:
    pantry = make_organization(by=taker)
    for _number in range(3):
        make_commitment(by=taker, organization=pantry)
    make_commitment(by=taker)


@pytest.mark.django_db
def test_what_is_offered_to_a_request_counts_and_is_never_refused(
    community: Community, taker: User
) -> None:
    for _number in range(3):
        make_commitment(by=make_user(), request=make_request(by=taker))
    listing = make_listing()
    make_commitment(by=listing.owner, listing=listing, request=make_request(by=taker))
    with pytest.raises(LimitReached):
        make_commitment(by=taker)


@pytest.mark.django_db
def test_limit_is_that_of_where_the_food_is(community: Community, taker: User) -> None:
    for _number in range(2):
        make_commitment(by=taker)
    elsewhere = make_listing(by=make_user(home=(60.0, 10.0)))
    make_commitment(by=taker, listing=elsewhere)


@pytest.mark.django_db
def test_repeat_of_the_last_one_is_answered(community: Community, taker: User, api: Api) -> None:
    listing, now = make_listing(), clock.now()
    said = {
        "id": str(uuid4()),
        "listing": str(listing.pk),
        "quantity": "1",
        "window": {
            "start": (now + timedelta(hours=1)).isoformat(),
            "end": (now + timedelta(hours=4)).isoformat(),
        },
        "travel": "collect",
    }
    make_commitment(by=taker)
    calls = [api(taker).post("/api/v1/commitments", said, format="json") for _time in range(2)]
    assert [call.status_code for call in calls] == [201, 200]

    refused = api(taker).post("/api/v1/commitments", {**said, "id": str(uuid4())}, format="json")

    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (409, "LIMIT_REACHED")
    assert (error["details"]["limit"], error["details"]["days"]) == (2, 7)
    assert sorted(error["details"]) == ["days", "limit", "next_at"]


@pytest.mark.django_db
def test_room_is_told_in_advance(community: Community, taker: User) -> None:
    listing = make_listing()
    client = Client()
    client.force_login(taker)
    propose = f"{reverse('commitments:propose')}?listing={listing.pk}"
    hint = reverse("matching:limit_hint", args=[listing.pk])

    assert f'hx-get="{hint}"' in client.get(propose).content.decode()
    make_commitment(by=taker)
    assert "You can ask for 1 more this week." in client.get(hint).content.decode()
    make_commitment(by=taker)
    assert "You have 2 of 2 promises within 7 days" in client.get(hint).content.decode()


@pytest.mark.django_db
def test_hint_says_nothing_where_there_is_no_limit_or_nobody(taker: User, giver: User) -> None:
    hint = reverse("matching:limit_hint", args=[make_listing(by=giver).pk])
    client = Client()
    assert client.get(hint).content.decode().strip() == ""
    client.force_login(taker)
    assert client.get(hint).content.decode().strip() == ""
    assert client.get(reverse("matching:limit_hint", args=[uuid4()])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_both_take_the_last_one() -> None:
    Community.objects.create(name="Everywhere", limit_commitments=1, limit_days=7)
    taker = make_user()
    listings = [make_listing() for _number in range(6)]

    answers = all_at_once(6, lambda number: make_commitment(by=taker, listing=listings[number]))

    assert sum(isinstance(answer, LimitReached) for answer in answers) == 5
    assert Commitment.objects.filter(receiver=taker).count() == 1


@pytest.mark.django_db
def test_limit_is_told_before_one_asks(api: Api, stranger: User, community: Community) -> None:
    listing = make_listing(quantity="9")
    path = f"/api/v1/listings/{listing.pk}/limit"
    make_commitment(by=stranger, listing=listing)
    answer: Any = api(stranger).get(path)
    assert answer.status_code == 200
    told = answer.json()["data"]
    assert (told["limit"], told["days"], told["used"], told["next_at"]) == (2, 7, 1, None)
    assert told["text"].endswith("You can ask for 1 more this week.")
    Community.objects.all().update(limit_commitments=None)
    nothing: Any = api(stranger).get(path)
    assert nothing.json()["data"] == {
        "limit": None,
        "days": None,
        "used": None,
        "next_at": None,
        "text": "",
    }

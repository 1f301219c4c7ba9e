"""Everybody at once, on real connections. Postgres decides; nobody is promised what is gone."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum

from commitments import services
from commitments.enums import OPEN
from commitments.models import Commitment
from core import clock
from core.errors import InFlight, NotEnoughLeft, Refused
from core.events.models import DomainEvent
from listings.models import Listing
from requests_app.models import FoodRequest
from tests.factories import LYON, make_commitment, make_listing, make_request, make_user
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call gave or raised, all of them started together."""
    return all_at_once(len(calls), lambda number: calls[number]())


@pytest.fixture
def people() -> list[Any]:
    return [make_user() for _ in range(10)]


def promised(**about: Any) -> Decimal:
    rows = Commitment.objects.filter(state__in=OPEN, **about)
    return rows.aggregate(total=Sum("quantity"))["total"] or Decimal(0)


def test_hundred_proposals_on_the_last_three_kilograms(people, books):
    listing = make_listing(quantity="3")
    results = at_once(
        [
            partial(
                make_commitment,
                by=people[turn % len(people)],
                listing=Listing.objects.get(),
                quantity="0.5",
            )
            for turn in range(100)
        ]
    )
    made = [result for result in results if isinstance(result, Commitment)]
    refused = [result for result in results if not isinstance(result, Commitment)]
    assert len(made) == 6
    assert {type(refusal) for refusal in refused} == {NotEnoughLeft}
    assert {refusal.details["left"] for refusal in refused} <= {"0", "0.5", "1", "1.5", "2", "2.5"}
    assert books(listing) == ("reserved", 0, 3, 0)
    assert promised(listing=listing) == 3
    assert Commitment.objects.count() == 6


def test_unequal_proposals_never_promise_more_than_there_is(people, books):
    listing = make_listing(quantity="3")
    quantities = ["1.1", "0.7", "0.35", "0.2", "2"] * 8
    results = at_once(
        [
            partial(make_commitment, by=by, listing=Listing.objects.get(), quantity=quantity)
            for quantity, by in zip(quantities, people * 4, strict=True)
        ]
    )
    left = books(listing)[1]
    assert {type(result) for result in results} == {Commitment, NotEnoughLeft}
    assert 0 <= left < Decimal("0.2")
    assert promised(listing=listing) == 3 - left


def test_request_is_not_promised_twice(people, books):
    food_request = make_request(quantity="2")
    results = at_once(
        [
            partial(
                make_commitment,
                by=by,
                request=FoodRequest.objects.get(),
                quantity="2",
                travel="deliver",
            )
            for by in people
        ]
    )
    assert sorted(type(result).__name__ for result in results) == [
        "Commitment",
        *["NotEnoughLeft"] * 9,
    ]
    assert books(food_request) == ("answered", 0, 2, 0)


def test_same_proposal_many_times_is_one(people, books):
    listing, commitment_id, now = make_listing(quantity="3"), uuid4(), clock.now()
    draft = services.ProposalDraft(
        listing=listing,
        quantity=Decimal(1),
        handover_start=now,
        handover_end=now + timedelta(hours=1),
        travel="collect",
    )
    propose = partial(services.propose, by=people[0], commitment_id=commitment_id, draft=draft)
    results = at_once([propose] * 20)
    made = [result for result in results if not isinstance(result, InFlight)]
    assert {commitment.pk for commitment, _ in made} == {commitment_id}
    assert sum(is_new for _, is_new in made) == 1
    assert books(listing) == ("active", 2, 1, 0)


PAIRS = {
    "accept and decline": ("proposed", "giver accept", "giver decline", {"accepted", "declined"}),
    "accept and cancel": ("proposed", "giver accept", "taker cancel", {"cancelled"}),
    "hand over and cancel": ("accepted", "giver hand_over", "taker cancel", None),
    "hand over and hand over": ("accepted", "giver hand_over", "taker hand_over", {"fulfilled"}),
    "cancel and cancel": ("accepted", "giver cancel", "taker cancel", {"cancelled"}),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_two_verbs_at_once_leave_one_story(pair, books):
    state, *said, ends = PAIRS[pair]
    people = {"giver": make_user(), "taker": make_user(home=LYON)}
    for _ in range(5):
        listing = make_listing(by=people["giver"], quantity="3")
        commitment = make_commitment(by=people["taker"], listing=listing, quantity="2")
        if state == "accepted":
            services.accept(commitment=commitment, by=people["giver"])
        calls = [
            partial(
                getattr(services, verb),
                commitment=Commitment.objects.get(pk=commitment.pk),
                by=people[who],
            )
            for who, verb in (words.split() for words in said)
        ]
        results = at_once(calls)
        unexpected = [r for r in results if not isinstance(r, (Commitment, Refused))]
        commitment.refresh_from_db()
        assert unexpected == []
        assert commitment.state in (ends or {"fulfilled", "cancelled"})
        held = {"accepted": (1, 2, 0), "fulfilled": (1, 0, 2)}.get(commitment.state, (3, 0, 0))
        assert books(listing)[1:] == held
        stated = DomainEvent.objects.filter(subject_id=commitment.pk).count()
        assert stated == commitment.version


def test_crossing_promises_never_lock_each_other_out(books):
    """Two listings and two requests, joined every way while others of the same end."""
    giver, taker = make_user(), make_user()
    listings = [make_listing(by=giver, quantity="100") for _ in range(2)]
    requests = [make_request(by=taker, quantity="100") for _ in range(2)]
    joined = list(product(listings, requests)) * 5
    ending = [
        make_commitment(by=taker, listing=listing, request=food_request)
        for listing, food_request in joined
    ]
    proposals = [
        partial(
            make_commitment,
            by=taker,
            listing=Listing.objects.get(pk=listing.pk),
            request=FoodRequest.objects.get(pk=food_request.pk),
        )
        for listing, food_request in joined
    ]
    endings = [partial(services.cancel, commitment=row, by=taker) for row in ending]
    results = at_once([call for pair in zip(proposals, endings, strict=True) for call in pair])
    assert [result for result in results if not isinstance(result, Commitment)] == []
    assert [books(listing) for listing in listings] == [("active", 90, 10, 0)] * 2
    assert [books(food_request) for food_request in requests] == [("open", 90, 10, 0)] * 2

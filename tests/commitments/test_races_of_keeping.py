"""The verbs that came later, all at once on real connections: one story, and books that balance."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from commitments import services
from commitments.codes import code_of
from commitments.errors import TooManyTries
from commitments.models import Commitment
from core import clock
from core.errors import Invalid, Refused
from core.events.models import DomainEvent
from listings import services as listings
from listings.models import Listing
from tests.factories import make_commitment, make_listing, make_user
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    return all_at_once(len(calls), lambda number: calls[number]())


def fresh(commitment: Commitment) -> Commitment:
    return Commitment.objects.get(pk=commitment.pk)


def unexpected(results: Sequence[Any]) -> list[Any]:
    """What is neither done nor refused."""
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]


def offer(hours: int) -> services.Offer:
    start = clock.now() + hours * HOUR
    return services.Offer(start, start + HOUR)


def tells_one_story(commitment: Commitment, listing: Listing) -> None:
    commitment.refresh_from_db()
    listing.refresh_from_db()
    held = commitment.quantity if commitment.state in ("proposed", "accepted") else 0
    assert listing.promised == held
    assert listing.quantity == listing.remaining + listing.promised + listing.handed_over
    for row in (commitment, listing):
        assert DomainEvent.objects.filter(subject_id=row.pk).count() == row.version


def test_accept_other_times_and_cancel_at_once():
    giver, taker = make_user(), make_user()
    for turn in range(5):
        listing = make_listing(by=giver)
        made = make_commitment(by=taker, listing=listing, quantity="2")
        calls = [
            partial(services.accept, commitment=fresh(made), by=giver),
            partial(services.cancel, commitment=fresh(made), by=taker),
        ]
        for by in (giver, taker):
            windows = [offer(turn + 2)]
            calls.append(
                partial(services.offer_windows, commitment=fresh(made), by=by, windows=windows)
            )
        assert unexpected(at_once(calls)) == []
        tells_one_story(made, listing)


def test_time_is_chosen_once_however_often_it_is_tapped():
    giver, taker = make_user(), make_user()
    listing = make_listing(by=giver)
    made = make_commitment(by=taker, listing=listing, quantity="2")
    services.offer_windows(commitment=made, by=giver, windows=[offer(2), offer(5)])
    windows = list(made.offered_windows.all())
    results = at_once(
        [
            partial(
                services.choose_window, commitment=fresh(made), by=taker, window=windows[turn % 2]
            )
            for turn in range(10)
        ]
    )
    assert unexpected(results) == []
    chosen = DomainEvent.objects.filter(subject_id=made.pk, payload__happened="window_chosen")
    assert (chosen.count(), fresh(made).state) == (1, "accepted")
    tells_one_story(made, listing)


def test_undo_and_a_proposal_never_promise_the_same_twice():
    giver, taker, other = make_user(), make_user(), make_user()
    for _turn in range(5):
        listing = make_listing(by=giver)
        made = services.accept(
            commitment=make_commitment(by=taker, listing=listing, quantity="3"), by=giver
        )
        services.cancel(commitment=made, by=taker)
        undone, proposed = at_once(
            [
                partial(services.undo, commitment=fresh(made), by=taker),
                partial(
                    make_commitment,
                    by=other,
                    listing=Listing.objects.get(pk=listing.pk),
                    quantity="3",
                ),
            ]
        )
        assert unexpected([undone, proposed]) == []
        assert isinstance(undone, Commitment) != isinstance(proposed, Commitment)
        listing.refresh_from_db()
        assert (int(listing.remaining), int(listing.promised)) == (0, 3)


def test_withdrawal_and_proposals_at_once():
    giver, people = make_user(), [make_user() for _ in range(6)]
    listing = make_listing(by=giver)
    calls: list[Callable[[], Any]] = [
        partial(make_commitment, by=by, listing=Listing.objects.get(pk=listing.pk), quantity="0.5")
        for by in people
    ]
    withdraw = partial(listings.withdraw, listing=Listing.objects.get(pk=listing.pk), by=giver)
    assert unexpected(at_once([*calls, withdraw])) == []
    listing.refresh_from_db()
    waiting = Commitment.objects.filter(listing=listing, state="proposed").count()
    assert listing.promised == waiting / 2
    assert listing.state == "withdrawn" or waiting == 6
    assert not (listing.state == "withdrawn" and waiting)


def test_two_codes_at_once_hand_over_once():
    giver, taker = make_user(), make_user()
    listing = make_listing(by=giver)
    made = make_commitment(by=taker, listing=listing, quantity="2")
    services.accept(commitment=made, by=giver)

    def enter() -> Commitment:
        row = fresh(made)
        proof = services.check_code(commitment=row, by=giver, code=code_of(row))
        return services.hand_over(commitment=row, by=giver, proof=proof)

    assert unexpected(at_once([enter] * 4)) == []
    said = DomainEvent.objects.filter(subject_id=made.pk, payload__happened="handed_over")
    assert (said.count(), fresh(made).confirmed_at is not None) == (1, True)
    tells_one_story(made, listing)


def test_guesses_at_once_are_counted_like_guesses_in_a_row():
    giver, taker = make_user(), make_user()
    made = make_commitment(by=taker, listing=make_listing(by=giver))
    services.accept(commitment=made, by=giver)
    guess = partial(services.check_code, commitment=made, by=giver, code="222222")
    results = at_once([guess] * 20)
    assert sorted(type(result).__name__ for result in results) == (
        [Invalid.__name__] * 5 + [TooManyTries.__name__] * 15
    )

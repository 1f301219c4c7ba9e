"""After any sequence of verbs the books balance and hold exactly what is promised."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commitments import services
from commitments.enums import OPEN, CommitmentState
from commitments.models import Commitment
from core import clock
from core.errors import Refused
from core.events.models import DomainEvent
from listings import services as listing_services
from listings.models import Listing
from posts.models import Post
from tests.factories import make_commitment, make_listing, make_request, make_user

QUANTITIES = st.decimals(min_value="0.001", max_value="4", places=3)
VERBS = st.sampled_from(
    [services.accept, services.decline, services.cancel, services.hand_over, services.dispute]
)


def total(field: str, post: Post, state: tuple[str, ...]) -> Decimal:
    about = "listing" if isinstance(post, Listing) else "request"
    rows = Commitment.objects.filter(**{about: post}).in_state(*state)
    return rows.aggregate(total=Sum(field))["total"] or Decimal(0)


class Promising(RuleBasedStateMachine):
    """Two givers and two takers with one listing in kilograms and one request in pieces."""

    @initialize()
    def people(self) -> None:
        self.before = transaction.savepoint()
        self.giver, self.taker = make_user(), make_user()
        self.listing = make_listing(by=self.giver, quantity="3")
        self.request = make_request(by=self.taker, quantity="20", unit="piece")
        self.made: list[Commitment] = []

    def attempt(self, verb: Any, **values: Any) -> Any:
        try:
            return verb(**values)
        except Refused:
            return None

    @rule(quantity=QUANTITIES, joined=st.booleans(), by_giver=st.booleans())
    def propose(self, quantity: Decimal, joined: bool, by_giver: bool) -> None:
        about: dict[str, Any] = {"listing": self.listing}
        if joined or by_giver:
            about["request"] = self.request
        by = self.giver if by_giver else self.taker
        made = self.attempt(make_commitment, by=by, quantity=str(quantity), **about)
        self.made += [made] if made else []

    @rule(quantity=st.integers(min_value=1, max_value=25))
    def offer(self, quantity: int) -> None:
        made = self.attempt(
            make_commitment,
            by=self.giver,
            request=self.request,
            quantity=str(quantity),
            travel="deliver",
        )
        self.made += [made] if made else []

    @precondition(lambda self: self.made)
    @rule(data=st.data(), verb=VERBS, by_giver=st.booleans())
    def say(self, data: st.DataObject, verb: Any, by_giver: bool) -> None:
        commitment = data.draw(st.sampled_from(self.made))
        self.attempt(verb, commitment=commitment, by=self.giver if by_giver else self.taker)

    @precondition(lambda self: self.made)
    @rule(data=st.data(), quantity=QUANTITIES)
    def hand_over_a_part(self, data: st.DataObject, quantity: Decimal) -> None:
        commitment = data.draw(st.sampled_from(self.made))
        self.attempt(services.hand_over, commitment=commitment, by=self.giver, quantity=quantity)

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def time_passes(self, data: st.DataObject) -> None:
        commitment = data.draw(st.sampled_from(self.made))
        with clock.at(commitment.handover_end):
            self.attempt(services.expire, commitment=commitment)
            self.attempt(services.miss, commitment=commitment, by=self.taker)

    @rule(quantity=QUANTITIES)
    def grower_corrects(self, quantity: Decimal) -> None:
        self.attempt(
            listing_services.update, listing=self.listing, by=self.giver, quantity=quantity
        )

    @rule()
    def grower_withdraws(self) -> None:
        if len(self.made) > 4:
            self.attempt(listing_services.withdraw, listing=self.listing, by=self.giver)

    @invariant()
    def books_hold_what_is_promised(self) -> None:
        for post, held in ((self.listing, "quantity"), (self.request, "request_quantity")):
            post.refresh_from_db()
            assert post.quantity == post.remaining + post.promised + post.handed_over
            assert post.promised == total(held, post, OPEN)
            assert (post.state == post.COVERED) == (
                post.is_live and not post.remaining and bool(post.promised)
            )
        given = total("handed_over", self.listing, (CommitmentState.FULFILLED,))
        assert self.listing.handed_over == given

    @invariant()
    def every_version_has_its_event(self) -> None:
        for row in (self.listing, self.request, *Commitment.objects.all()):
            stated = DomainEvent.objects.filter(subject_id=row.pk).count()
            assert stated == row.version

    @invariant()
    def figures_follow_from_events(self) -> None:
        payloads = DomainEvent.objects.filter(type="commitment.updated").values_list(
            "payload", flat=True
        )
        promised = sum(payload.get("committed_delta", 0) for payload in payloads)
        given = sum(payload.get("handed_over_delta", 0) for payload in payloads)
        rows = list(Commitment.objects.all())
        assert promised == sum(
            row.handed_over_grams if row.state == "fulfilled" else row.grams
            for row in rows
            if row.state in {"accepted", "fulfilled"}
        )
        assert given == sum(row.handed_over_grams for row in rows if not row.disputed_at)

    def teardown(self) -> None:
        """Even the deferred guards of the database agree; then all of it is forgotten."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.savepoint_rollback(self.before)


@pytest.mark.django_db
def test_books_balance_after_any_sequence_of_verbs():
    run_state_machine_as_test(
        Promising,
        settings=settings(
            max_examples=30,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"quantity": 0},
        {"handed_over": 3},
        {"handed_over": -1},
        {"request_quantity": -1},
        {"state": "eaten"},
        {"travel": "fly"},
        {"listing": None},
    ],
)
def test_database_refuses_what_makes_no_sense(proposed, broken):
    with pytest.raises(IntegrityError):
        Commitment.objects.filter(pk=proposed.pk).update(**broken)


@pytest.mark.django_db
def test_database_refuses_a_change_without_its_event(proposed):
    Commitment.objects.filter(pk=proposed.pk).update(message="Behind your back")
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

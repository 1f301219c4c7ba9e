"""Any story of a street, told by the services: whatever its order, the books stay right."""

from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
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

from accounts.enums import Role
from accounts.models import Membership
from accounts.services.blocking import block, unblock
from accounts.services.erasing import erase
from catalog.models import Food
from commitments import services
from commitments.codes import code_of
from commitments.enums import OPEN, CommitmentState
from commitments.models import Commitment, OfferedWindow
from commitments.tasks import expire_proposals, lapse_promises, remind_of_hand_overs
from core import clock
from core.errors import Refused
from core.events.models import DomainEvent
from insights.figures.rebuild import verify
from listings import services as listings
from listings.models import Listing
from listings.tasks import expire_listings
from posts import services as posts
from posts.models import Post, share
from requests_app import services as requests
from requests_app.tasks import expire_requests
from standing import services as standing
from standing.tasks import post_occasions
from tests.factories import (
    make_commitment,
    make_listing,
    make_organization,
    make_request,
    make_user,
)
from tests.insights.events import drain_now

QUANTITIES = st.decimals(min_value="0.001", max_value="4", places=3)
HOURS = st.sampled_from([0.1, 1, 3, 5, 20, 50])
SHORT = timedelta(minutes=9)
WHO = st.integers(min_value=0, max_value=3)
WHICH = st.integers(min_value=0, max_value=30)
SPOKEN = ("accept", "decline", "cancel", "hand_over", "confirm", "dispute", "miss", "undo")


class Street(RuleBasedStateMachine):
    """A grower, a pantry's coordinator, a neighbour and a moderator; time goes on as they act."""

    @initialize()
    def moves_in(self) -> None:
        self.before = transaction.savepoint()
        self.now = self.began = clock.now()
        self.people = [make_user() for _ in range(3)] + [make_user(is_staff=True)]
        self.grower, self.host, self.neighbour, self.moderator = self.people
        self.pantry = make_organization(by=self.host)
        Membership.objects.create(organization=self.pantry, user=self.moderator, role=Role.OWNER)
        self.posts: list[Post] = [
            make_listing(by=self.grower, quantity="3"),
            make_listing(by=self.host, quantity="5", organization=self.pantry),
            make_request(by=self.neighbour, quantity="20", unit="piece"),
            make_request(by=self.host, quantity="4", organization=self.pantry),
        ]
        bread = standing.StandingDraft(
            kind="listing",
            food=Food.objects.get(slug="bread"),
            quantity=Decimal(2),
            unit="loaf",
            weekday=(self.now + timedelta(days=1)).isoweekday(),
            opens=time(0),
            closes=time(23),
        )
        self.weekly, _ = standing.start(by=self.grower, standing_id=uuid4(), draft=bread)

    def attempt(self, verb: Callable[..., Any], **values: Any) -> Any:
        """What a person says at this time; a refusal is an answer, too."""
        with clock.at(self.now):
            try:
                with transaction.atomic():
                    return verb(**values)
            except Refused:
                return None

    def commitment(self, which: int) -> Commitment | None:
        rows = list(Commitment.objects.order_by("created_at", "id"))
        return rows[which % len(rows)] if rows else None

    def post(self, which: int) -> Post:
        return self.posts[which % len(self.posts)]

    @rule(hours=HOURS)
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)
        with clock.at(self.now):
            for task in (post_occasions, expire_proposals, remind_of_hand_overs, lapse_promises):
                task()
            expire_listings()
            expire_requests()
            made = Listing.objects.exclude(pk__in=[post.pk for post in self.posts])
            self.posts += list(made)

    @rule()
    def a_moment_passes(self) -> None:
        self.now += SHORT

    @rule(who=WHO, about=WHICH, joined=WHICH, quantity=QUANTITIES, named=st.booleans())
    def propose(self, who: int, about: int, joined: int, quantity: Decimal, named: bool) -> None:
        values: dict[str, Any] = {"organization": self.pantry if named else None}
        for post in (self.post(about), self.post(joined)):
            values["listing" if isinstance(post, Listing) else "request"] = post
        self.attempt(make_commitment, by=self.people[who], quantity=str(quantity), **values)

    @rule(who=WHO, which=WHICH, verb=st.sampled_from(SPOKEN))
    def say(self, who: int, which: int, verb: str) -> None:
        if commitment := self.commitment(which):
            self.attempt(getattr(services, verb), commitment=commitment, by=self.people[who])

    @rule(
        which=WHICH,
        by_giver=st.booleans(),
        meanwhile=st.sampled_from(["", "block", "hide", "take_back", "propose", "leave"]),
    )
    def cancel_and_undo(self, which: int, by_giver: bool, meanwhile: str) -> None:
        commitment = self.commitment(which)
        if commitment is None:
            return
        by, other = commitment.giver, commitment.receiver
        if not by_giver:
            by, other = other, by
        self.attempt(services.cancel, commitment=commitment, by=by)
        self.now += timedelta(minutes=1)
        if meanwhile == "block" and by != other:
            self.attempt(block, by=other, person=by)
        elif meanwhile == "leave":
            if other == self.neighbour:
                self.attempt(erase, user=other)
        elif meanwhile:
            getattr(self, meanwhile)(**self.meanwhile(meanwhile, which))
        self.attempt(services.undo, commitment=commitment, by=by)

    def meanwhile(self, what: str, which: int) -> dict[str, Any]:
        given: dict[str, dict[str, Any]] = {
            "hide": {"about": which, "hidden": True},
            "take_back": {"who": which % 4, "about": which, "verb": "withdraw"},
            "propose": {
                "who": 2,
                "about": 0,
                "joined": 2,
                "quantity": Decimal(2),
                "named": False,
            },
        }
        return given[what]

    @rule(which=WHICH, quantity=QUANTITIES, right=st.booleans())
    def hand_over_by_code(self, which: int, quantity: Decimal, right: bool) -> None:
        commitment = self.commitment(which)
        if commitment is None:
            return
        by, code = commitment.giver, code_of(commitment) if right else "222222"
        proof = self.attempt(services.check_code, commitment=commitment, by=by, code=code)
        if proof:
            self.attempt(
                services.hand_over, commitment=commitment, by=by, quantity=quantity, proof=proof
            )

    @rule(which=WHICH, who=WHO, ahead=st.lists(HOURS, min_size=1, max_size=3))
    def offer_windows(self, which: int, who: int, ahead: list[float]) -> None:
        if commitment := self.commitment(which):
            offers = [self.window(hours) for hours in ahead]
            by = self.people[who]
            self.attempt(services.offer_windows, commitment=commitment, by=by, windows=offers)

    def window(self, hours: float) -> services.Offer:
        start = self.now + timedelta(hours=hours)
        return services.Offer(start, start + timedelta(hours=1))

    @rule(which=WHICH, who=WHO, chosen=WHICH)
    def choose_window(self, which: int, who: int, chosen: int) -> None:
        if commitment := self.commitment(which):
            rows: list[OfferedWindow | None] = [*commitment.offered_windows.all(), None]
            self.attempt(
                services.choose_window,
                commitment=commitment,
                by=self.people[who],
                window=rows[chosen % len(rows)],
            )

    @rule(who=WHO, about=WHICH, verb=st.sampled_from(["withdraw", "undo"]))
    def take_back(self, who: int, about: int, verb: str) -> None:
        self.about(self.post(about), verb, by=self.people[who])

    @rule(about=WHICH, days=st.integers(min_value=0, max_value=3))
    def extend(self, about: int, days: int) -> None:
        post = self.post(about)
        self.about(post, "extend", by=post.owner, **{post.END: self.now + timedelta(days=days)})

    @rule(about=WHICH, quantity=QUANTITIES)
    def correct(self, about: int, quantity: Decimal) -> None:
        post = self.post(about)
        self.about(post, "update", by=post.owner, quantity=quantity)

    def about(self, post: Post, verb: str, **values: Any) -> None:
        if isinstance(post, Listing):
            self.attempt(getattr(listings, verb), listing=post, **values)
        else:
            self.attempt(getattr(requests, verb), food_request=post, **values)

    @rule(about=WHICH, hidden=st.booleans())
    def hide(self, about: int, hidden: bool) -> None:
        verb = posts.hide if hidden else posts.unhide
        self.attempt(verb, post=self.post(about), by=self.moderator)

    @rule(who=WHO, whom=WHO, off=st.booleans())
    def block(self, who: int, whom: int, off: bool) -> None:
        by, person = self.people[who], self.people[whom]
        if off:
            self.attempt(unblock, by=by, person_id=person.pk)
        elif by != person:
            self.attempt(block, by=by, person=person)

    @precondition(lambda self: self.now > self.began + timedelta(days=2))
    @rule()
    def neighbour_leaves(self) -> None:
        """Not too early: most stories go on with everybody for a while."""
        self.attempt(erase, user=self.neighbour)

    @invariant()
    def books_hold_what_is_promised(self) -> None:
        for post in self.posts:
            post.refresh_from_db()
            promised, given = held(post)
            assert post.quantity == post.remaining + post.promised + post.handed_over
            assert (post.promised, post.handed_over) == (promised, given)
            covered = post.is_live and not post.remaining and bool(post.promised)
            assert (post.state == post.COVERED) == covered

    @invariant()
    def every_version_has_its_event(self) -> None:
        for row in (self.weekly, *self.posts, *Commitment.objects.all()):
            row.refresh_from_db()
            assert DomainEvent.objects.filter(subject_id=row.pk).count() == row.version

    @invariant()
    def nobody_owes_to_who_has_left(self) -> None:
        left = Commitment.objects.open().filter(giver__is_active=False, giver_organization=None)
        also = Commitment.objects.open().filter(
            receiver__is_active=False, receiver_organization=None
        )
        assert [*left, *also] == []

    def teardown(self) -> None:
        """The figures are those of the events, the deferred guards agree; then all is forgotten."""
        with clock.at(self.now):
            drain_now("aggregates")
            different = [row for row in verify(progress=lambda count: None) if row.different]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.savepoint_rollback(self.before)
        assert different == []


def held(post: Post) -> tuple[Decimal, Decimal]:
    """What open commitments hold of it, and what was handed over, in its own unit."""
    by_listing = isinstance(post, Listing)
    rows = Commitment.objects.filter(**{"listing" if by_listing else "request": post})
    name = "quantity" if by_listing else "request_quantity"
    open_ones = rows.in_state(*OPEN).aggregate(total=Sum(name))["total"]
    done = rows.in_state(CommitmentState.FULFILLED)
    given = [
        row.handed_over
        if by_listing
        else share(row.handed_over, row.quantity, row.request_quantity)
        for row in done
    ]
    return open_ones or Decimal(0), sum(given, Decimal(0))


@pytest.mark.django_db
def test_books_and_figures_are_right_after_any_story():
    run_state_machine_as_test(
        Street,
        settings=settings(
            max_examples=18,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

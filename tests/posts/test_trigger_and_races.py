"""What only the database can promise: no version without its event, nothing promised twice.

These commit, so the tables are emptied after each.
"""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from accounts.models import User
from catalog.models import Food
from core import clock
from core.errors import InFlight, NotEnoughLeft
from core.events.log import record
from core.events.models import Delivery, DomainEvent
from core.geo.models import ExactPlace
from listings import services
from listings.models import Listing
from listings.services import ListingDraft
from posts import services as posts
from posts.services.stating import state_fact
from tests.factories import make_listing
from tests.posts.kinds import Kind, facts
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal


def test_no_version_without_its_event(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    rows = type(post).objects.filter(pk=post.pk)

    with pytest.raises(IntegrityError, match="changed without a new version"):
        rows.update(state=kind.covered)
    with pytest.raises(IntegrityError, match="has no event for version 2"):
        rows.update(version=F("version") + 1)
    with pytest.raises(IntegrityError, match="changed without a new version"):
        post.save()
    with pytest.raises(IntegrityError, match="changed without a new version"), transaction.atomic():
        type(post).objects.bulk_update([post], ["state"])

    post.refresh_from_db()
    assert (post.version, post.state) == (1, kind.open)


def test_no_first_version_without_its_event(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)
    post.id, post.exact_place = uuid4(), posts.place_for(by=giver, organization=None, point=None)[0]
    post.exact_place.save(force_insert=True)

    with pytest.raises(IntegrityError, match="has no event for version 1"):
        type(post).objects.bulk_create([post])

    assert type(post).objects.count() == 1


def test_an_event_of_another_version_or_subject_does_not_count(kind: Kind, giver: User) -> None:
    post, other = kind.make(by=giver), kind.make(by=giver)
    other.version = 2
    with transaction.atomic():
        state_fact(other, "updated", actor=None)

    with pytest.raises(IntegrityError, match="has no event for version 2"):
        type(post).objects.filter(pk=post.pk).update(version=2)


def test_the_same_version_cannot_be_stated_twice(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver)

    with (
        pytest.raises(IntegrityError, match="event_once_per_subject_version"),
        transaction.atomic(),
    ):
        state_fact(post, "updated", actor=None)


def test_the_log_is_append_only(kind: Kind, giver: User) -> None:
    kind.make(by=giver)

    with pytest.raises(IntegrityError, match="append-only"):
        DomainEvent.objects.update(type="listing.forged")
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_domainevent")


def test_a_change_that_fails_leaves_neither_row_nor_event(giver: User) -> None:
    listing = make_listing(by=giver)
    events, deliveries = DomainEvent.objects.count(), Delivery.objects.count()

    def fail() -> None:
        with transaction.atomic():
            posts.hold(listing, quantity=D(1), actor=giver.pseudonym)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    listing.refresh_from_db()
    assert (listing.remaining, listing.version) == (D(3), 1)
    assert (DomainEvent.objects.count(), Delivery.objects.count()) == (events, deliveries)


def test_fifty_posts_of_one_id_make_one_row(giver: User) -> None:
    now, listing_id = clock.now(), uuid4()
    draft = ListingDraft(
        food=Food.objects.get(slug="tomato"),
        quantity=D(3),
        unit="kg",
        available_from=now,
        available_until=now + timedelta(hours=5),
    )
    events, places = DomainEvent.objects.count(), ExactPlace.objects.count()

    answers = all_at_once(
        50, lambda _: services.create(by=giver, listing_id=listing_id, draft=draft)
    )

    made = [answer for answer in answers if not isinstance(answer, Exception)]
    others = [answer for answer in answers if isinstance(answer, Exception)]
    assert [is_new for _, is_new in made].count(True) == 1
    assert {listing.pk for listing, _ in made} == {listing_id}
    assert all(isinstance(error, InFlight) for error in others), others
    assert Listing.objects.count() == 1
    assert ExactPlace.objects.count() == places + 1
    assert DomainEvent.objects.count() == events + 1


def test_the_second_copy_waits_for_the_first_and_then_replays(giver: User) -> None:
    listing = make_listing(by=giver)
    before = DomainEvent.objects.count()

    def withdraw(_: int) -> str:
        return services.withdraw(listing=Listing.objects.get(pk=listing.pk), by=giver).state

    assert all_at_once(8, withdraw) == ["withdrawn"] * 8
    assert DomainEvent.objects.count() == before + 1


@pytest.mark.parametrize("quantity", ["3", "7.5"])
def test_a_hundred_people_promise_exactly_what_exists(
    kind: Kind, quantity: str, giver: User
) -> None:
    post = kind.make(by=giver, quantity=quantity)

    def hold(number: int) -> Decimal:
        part = D("0.5") if number % 2 else D(1)
        with transaction.atomic():
            posts.hold(type(post).objects.get(pk=post.pk), quantity=part, actor=giver.pseudonym)
        return part

    answers = all_at_once(100, hold)

    held = [answer for answer in answers if isinstance(answer, Decimal)]
    refused = [answer for answer in answers if not isinstance(answer, Decimal)]
    post.refresh_from_db()
    assert sum(held) == post.promised == D(quantity)
    assert (post.remaining, post.state) == (D(0), kind.covered)
    assert {type(error) for error in refused} == {NotEnoughLeft}
    assert post.version == 1 + len(held)
    assert [version for version, _, _ in facts(post)] == list(range(1, 2 + len(held)))


def test_holding_and_settling_at_once_keep_the_books(kind: Kind, giver: User) -> None:
    post = kind.make(by=giver, quantity="10")
    with transaction.atomic():
        for _ in range(10):
            posts.hold(post, quantity=D("0.5"), actor=giver.pseudonym)

    def move(number: int) -> None:
        copy = type(post).objects.get(pk=post.pk)
        with transaction.atomic():
            if number % 2:
                posts.hold(copy, quantity=D("0.25"), actor=giver.pseudonym)
            else:
                given = D("0.5") if number % 4 else D(0)
                posts.settle(copy, promised=D("0.5"), handed_over=given, actor=None)

    assert all_at_once(20, move) == [None] * 20
    post.refresh_from_db()
    assert (post.remaining, post.promised, post.handed_over) == (D("5"), D("2.5"), D("2.5"))


def test_record_needs_a_transaction(giver: User) -> None:
    listing = make_listing(by=giver)
    listing.version = 2

    with pytest.raises(transaction.TransactionManagementError):
        record("listing.updated", subject=listing, actor=None, payload={})

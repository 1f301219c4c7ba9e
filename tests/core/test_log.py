"""A fact enters the log with its change, its deliveries and its bell, or not at all."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError
from django_q.models import OrmQ

from core import clock
from core.correlation import correlated
from core.events import bell
from core.events.log import record
from core.events.models import Delivery, DomainEvent
from core.events.signals import event_recorded
from core.events.tasks import drain_consumer, sweep
from listings.models import Listing
from tests.core.listeners import NAME, TYPE, effects, happen, listening, make_due
from tests.factories import make_listing

committing = pytest.mark.django_db(transaction=True)


class Rollback(Exception):
    pass


@pytest.fixture
def person(giver):
    """At a version that has no event yet."""
    giver.version = 100
    return giver


def rung() -> list[str]:
    return sorted(task.group() for task in OrmQ.objects.all())


@pytest.mark.django_db
def test_a_fact_is_stored_as_it_was_stated(person):
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with clock.at(moment), correlated("wish-7"):
        event = record(
            TYPE, subject=person, actor=person.pseudonym, payload={"grams": 3}, cells=["u05k"]
        )
    stored = DomainEvent.objects.values().get(pk=event.pk)
    assert stored == {
        "id": event.pk,
        "type": TYPE,
        "schema_version": 1,
        "occurred_at": moment,
        "actor": person.pseudonym,
        "correlation_id": "wish-7",
        "subject_type": "user",
        "subject_id": person.pseudonym,
        "subject_version": 100,
        "cells": ["u05k"],
        "payload": {"grams": 3},
    }
    assert event.pk.version == 7


@pytest.mark.django_db
def test_each_listener_of_the_type_has_one_delivery_that_is_due(person):
    with listening(name="one"), listening(name="two"):
        event = record(TYPE, subject=person, actor=None, payload={})
        make_listing()
    found = Delivery.objects.filter(event=event).due()
    assert sorted(found.values_list("consumer", "attempts")) == [("one", 0), ("two", 0)]


@pytest.mark.django_db
def test_the_signal_says_what_and_to_whom(person):
    heard = []

    def hear(sender, **said):
        heard.append((said["event"], said["consumers"], said["using"]))

    event_recorded.connect(hear)
    try:
        with listening():
            event = record(TYPE, subject=person, actor=None, payload={})
    finally:
        event_recorded.disconnect(hear)
    assert heard == [(event, [NAME], "default")]


@committing
def test_a_fact_outside_a_transaction_is_refused(person):
    with pytest.raises(TransactionManagementError, match="recorded with its change"):
        record(TYPE, subject=person, actor=None, payload={})
    assert not DomainEvent.objects.filter(type=TYPE).exists()


@pytest.mark.django_db
def test_the_same_version_cannot_be_stated_twice():
    listing = make_listing()
    with pytest.raises(IntegrityError, match="event_once_per_subject_version"):
        record("listing.updated", subject=listing, actor=None, payload={})


@committing
def test_a_rolled_back_fact_leaves_no_event_no_delivery_and_no_bell(person):
    def state_and_fail(outer):
        with transaction.atomic():
            record(TYPE, subject=person, actor=None, payload={})
            if not outer:
                raise Rollback

    OrmQ.objects.all().delete()
    with listening():
        with pytest.raises(Rollback):
            state_and_fail(outer=False)
        assert (DomainEvent.objects.filter(type=TYPE).count(), rung()) == (0, [])
        state_and_fail(outer=True)
    assert (DomainEvent.objects.filter(type=TYPE).count(), rung()) == (1, [f"drain {NAME}"])
    assert Delivery.objects.of(NAME).count() == 1


@pytest.mark.django_db
def test_an_inner_rollback_takes_its_bell_along(person):
    OrmQ.objects.all().delete()
    with listening(), transaction.atomic():
        try:
            with transaction.atomic():
                record(TYPE, subject=person, actor=None, payload={})
                raise Rollback
        except Rollback:
            pass
    assert rung() == []


@pytest.mark.django_db
def test_a_muted_or_foreign_bell_does_not_ring():
    OrmQ.objects.all().delete()
    bell.ring([NAME], using="explainer")
    with bell.muted():
        bell.ring([NAME])
        with bell.muted():
            pass
        bell.ring([NAME])
    assert rung() == []
    bell.ring([NAME])
    assert rung() == [f"drain {NAME}"]


@pytest.mark.django_db
def test_the_sweeper_rings_once_for_each_listener_with_something_due():
    happen(2)
    happen(1, consumer="gone")
    happen(1, consumer="resting")
    Delivery.objects.of("resting").update(due_at=datetime(2100, 1, 1, tzinfo=UTC))
    OrmQ.objects.all().delete()
    with listening(), listening(name="resting"):
        sweep()
    assert rung() == [f"drain {NAME}"]


@pytest.mark.django_db
def test_the_bells_task_drains_and_lets_an_unknown_one_be():
    (event,) = happen()
    happen(1, consumer="gone")
    make_due()
    with listening():
        drain_consumer(NAME)
        drain_consumer("gone")
    assert effects() == [event.pk]
    assert Delivery.objects.of("gone").get().attempts == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE core_domainevent SET type = 'x'", "DELETE FROM core_domainevent"]
)
def test_the_log_is_append_only_even_for_its_owner(change):
    happen()
    Delivery.objects.all().delete()
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(change)


@committing
def test_versions_follow_each_other_in_one_transaction_each_with_its_event():
    listing = make_listing()
    with transaction.atomic():
        for _ in range(2):
            listing.change(title="New")
            record("listing.updated", subject=listing, actor=None, payload={})
    assert Listing.objects.get().version == 3


@committing
def test_a_version_is_not_left_out():
    listing = make_listing()

    def jump():
        with transaction.atomic():
            Listing.objects.filter(pk=listing.pk).update(version=F("version") + 2)
            listing.refresh_from_db()
            record("listing.updated", subject=listing, actor=None, payload={})

    with pytest.raises(IntegrityError, match="without a new version"):
        jump()
    assert Listing.objects.get().version == 1


@committing
def test_an_event_of_another_kind_of_subject_is_no_excuse():
    listing = make_listing()

    def change_under_a_false_name():
        with transaction.atomic():
            listing.change(title="New")
            DomainEvent.objects.create(
                type="request.updated",
                occurred_at=clock.now(),
                subject_type="request",
                subject_id=listing.pk,
                subject_version=2,
            )

    with pytest.raises(IntegrityError, match="has no event for version 2"):
        change_under_a_false_name()


@pytest.mark.django_db
def test_an_actor_is_a_pseudonym_or_nobody(giver):
    events = DomainEvent.objects.filter(actor=giver.pk)
    make_listing(by=giver)
    assert not events.exists()
    assert DomainEvent.objects.filter(actor=giver.pseudonym).exists()
    assert not DomainEvent.objects.filter(actor=uuid4()).exists()

"""The one door: a fact, its deliveries and its bell, with its change or not at all."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError
from django_q.models import OrmQ

from accounts.models import User
from core.correlation import correlated
from core.events.log import record
from core.events.models import Delivery, DomainEvent
from core.events.signals import event_recorded
from core.geo.cells import Point
from core.geo.models import new_place
from tests.core.listeners import TYPE, listening

pytestmark = pytest.mark.django_db


def happen(*numbers: int) -> list[DomainEvent]:
    """One fact a number, about nothing, by nobody."""
    with transaction.atomic():
        return [
            record(TYPE, subject=new_place(Point(0, 0)), actor=None, payload={"n": number})
            for number in numbers
        ]


def rows() -> tuple[int, int, int]:
    """How many events, deliveries and rings there are."""
    return DomainEvent.objects.count(), Delivery.objects.count(), OrmQ.objects.count()


def test_record_stores_what_was_said(giver: User) -> None:
    place, actor = new_place(Point(1, 2)), uuid4()

    with correlated("wish-7"):
        record(
            TYPE,
            subject=place,
            actor=actor,
            payload={"grams": 5},
            cells=("u05k", "u05kq"),
            schema_version=3,
        )

    event = DomainEvent.objects.get(subject_id=place.pk)
    assert (event.type, event.schema_version, event.actor) == (TYPE, 3, actor)
    assert (event.subject_type, event.subject_version) == ("exactplace", None)
    assert (event.correlation_id, event.cells, event.payload) == (
        "wish-7",
        ["u05k", "u05kq"],
        {"grams": 5},
    )
    assert event.id.version == 7


def test_ids_follow_time() -> None:
    ids = [event.id for event in happen(*range(50))]

    assert ids == sorted(ids)


def test_each_listener_gets_a_delivery_and_a_ring() -> None:
    with listening(name="one"), listening(name="two"):
        happen(1)

    assert [(d.consumer, d.attempts, d.done_at, d.dead_at) for d in Delivery.objects.all()] == [
        ("one", 0, None, None),
        ("two", 0, None, None),
    ]
    rings = [(task.task["func"], task.task["args"]) for task in OrmQ.objects.order_by("id")]
    assert rings == [
        ("core.events.tasks.drain_consumer", ("one",)),
        ("core.events.tasks.drain_consumer", ("two",)),
    ]


def test_what_nobody_wants_is_only_kept() -> None:
    happen(1)

    assert (DomainEvent.objects.count(), Delivery.objects.count(), OrmQ.objects.count()) == (
        1,
        0,
        0,
    )


def test_the_signal_tells_event_and_listeners() -> None:
    heard = []

    def hear(sender: object, **told: object) -> None:
        heard.append((sender, told["event"], told["consumers"], told["using"]))

    event_recorded.connect(hear)
    try:
        with listening(name="one"):
            (event,) = happen(1)
    finally:
        event_recorded.disconnect(hear)

    assert heard == [(DomainEvent, event, ["one"], "default")]


def test_a_version_is_stated_once(giver: User) -> None:
    events = DomainEvent.objects.filter(subject_id=giver.pseudonym)
    known = events.count()

    with pytest.raises(IntegrityError, match="once_per_subject_version"), transaction.atomic():
        record("user.updated", subject=giver, actor=None, payload={})

    assert events.count() == known


def test_a_person_is_filed_under_the_pseudonym(giver: User) -> None:
    types = DomainEvent.objects.filter(subject_id=giver.pseudonym).values_list("subject_type")

    assert set(types) == {("user",)}
    assert not DomainEvent.objects.filter(subject_id=giver.pk).exists()


def _happen_and_fail(number: int) -> None:
    with transaction.atomic():
        happen(number)
        raise ZeroDivisionError


def test_a_rollback_leaves_nothing() -> None:
    with listening(), pytest.raises(ZeroDivisionError):
        _happen_and_fail(1)

    assert (DomainEvent.objects.count(), Delivery.objects.count(), OrmQ.objects.count()) == (
        0,
        0,
        0,
    )


def test_an_inner_rollback_leaves_the_rest() -> None:
    with listening(), transaction.atomic():
        happen(1)
        with pytest.raises(ZeroDivisionError):
            _happen_and_fail(2)

    assert rows() == (1, 1, 1)
    assert DomainEvent.objects.get().payload == {"n": 1}


@pytest.mark.django_db(transaction=True)
def test_a_fact_needs_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="in one transaction"):
        record(TYPE, subject=new_place(Point(0, 0)), actor=None, payload={})

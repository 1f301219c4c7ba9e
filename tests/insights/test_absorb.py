"""The same events, in whatever order, cut and repetition: the same figures."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.events.models import Delivery, DomainEvent
from core.events.redelivery import redrive, replay
from insights.figures.absorb import handle, rehandle
from insights.models import Aggregate, DayBucket, DayParticipant
from tests.insights.events import P5, PEOPLE, absorb, drain_now, event, listing, request, save
from tests.insights.histories import histories, tables

pytestmark = pytest.mark.django_db
bounded = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block writes is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def copies(history: list[DomainEvent]) -> list[DomainEvent]:
    """Unsaved copies: what was rolled back can be saved again."""
    names = [field.attname for field in DomainEvent._meta.concrete_fields]
    return [DomainEvent(**{name: getattr(each, name) for name in names}) for each in history]


def after(chunks: list[list[DomainEvent]]) -> dict[str, list[tuple[object, ...]]]:
    with undone():
        for chunk in chunks:
            absorb(*copies(chunk))
        return tables()


@given(histories(), st.data())
@bounded
def test_any_order_and_any_cut_give_the_same_figures(db, history, data):
    shuffled = data.draw(st.permutations(history))
    cut = data.draw(st.integers(0, len(history)))
    assert after([shuffled[:cut], shuffled[cut:]]) == after([[each] for each in history])


@given(histories(), st.data())
@bounded
def test_replay_changes_nothing(db, history, data):
    cut = data.draw(st.integers(0, len(history)))
    with undone():
        absorb(*copies(history[:cut]))
        before = tables()
        replay("aggregates")
        drain_now("aggregates")
        assert tables() == before
        # Half of it is replayed in the very batch that brings the rest for the first time.
        replay("aggregates")
        absorb(*copies(history[cut:]))
        mixed = tables()
    assert mixed == after([history])


@given(histories(6))
@bounded
def test_replay_during_a_backlog_leaves_what_was_never_absorbed_to_its_own_turn(db, history):
    half = len(history) // 2
    with undone():
        absorb(*copies(history[:half]))
        save(*copies(history[half:]))
        rehandle(list(DomainEvent.objects.filter(pk__in=[each.pk for each in history[:half]])))
        drain_now("aggregates")
        caught_up = tables()
    assert caught_up == after([history])


def test_one_event_counts_once_however_often_it_is_replayed(today):
    absorb(listing(today, grams=300))
    for _ in range(3):
        replay("aggregates")
        drain_now("aggregates")
    assert Aggregate.objects.get(cell=P5, window_days=7).offered_g == 300


def test_replay_repairs_what_was_damaged(today):
    absorb(*[listing(today, by=person) for person in PEOPLE[:6]])
    before = tables()
    Aggregate.objects.filter(cell=P5).update(listings=99)
    DayBucket.objects.filter(cell=P5).update(offered_g=1)
    DayParticipant.objects.filter(cell=P5, pseudonym=PEOPLE[0]).delete()
    replay("aggregates")
    drain_now("aggregates")
    assert tables() == before


def test_poisonous_event_is_buried_alone_and_counts_after_its_repair(today):
    """A payload that cannot be read stops nobody else, and is not half counted."""
    broken = listing(today)
    broken.payload["grams"] = "many"
    absorb(broken, listing(today, grams=300))
    assert Aggregate.objects.get(cell=P5, window_days=7).offered_g == 300
    delivery = Delivery.objects.get(event=broken)
    assert (delivery.done_at, delivery.last_error) == (None, "django.db.utils.DataError")
    Delivery.objects.filter(pk=delivery.pk).update(attempts=5)
    drain_now("aggregates")
    assert Delivery.objects.dead().count() == 1
    assert redrive(Delivery.objects.all()) == 1


def test_two_categories_and_two_places_stay_apart(today):
    absorb(
        listing(today, grams=300),
        request(today, grams=500, category="bread-bakery"),
        listing(today, grams=700, cell="9q8yyk"),
    )
    rows = Aggregate.objects.filter(window_days=7).order_by("cell", "category")
    assert list(rows.values_list("cell", "category", "offered_g", "requested_g")) == [
        ("9q8y", "vegetables", 700, 0),
        ("9q8yy", "vegetables", 700, 0),
        ("9q8yyk", "", 700, 0),
        ("u05k", "bread-bakery", 0, 500),
        ("u05k", "vegetables", 300, 0),
        ("u05kq", "bread-bakery", 0, 500),
        ("u05kq", "vegetables", 300, 0),
        ("u05kq4", "", 300, 500),
    ]


def test_event_of_another_kind_is_harmless(today):
    absorb(event("commitment.updated", on=today, state="declined"))
    assert tables() == {"buckets": [], "people": [], "waits": [], "windows": []}


def test_absorbing_costs_the_same_statements_for_three_events_as_for_one(
    today, django_assert_num_queries
):
    first = listing(today)
    save(first)
    handle([first])
    for count in (1, 3):
        batch = [listing(today, by=PEOPLE[n], category="fruit") for n in range(count)]
        save(*batch)
        with django_assert_num_queries(13):
            handle(batch)
